import { useNavigate } from 'react-router';

/** For Cloudscape's `onFollow`: stays in the app, but leaves new tabs and windows to the browser. */
export function useFollow(): (event: {
  preventDefault(): void;
  detail: { href?: string | undefined; external?: boolean | undefined };
}) => void {
  const navigate = useNavigate();
  return (event) => {
    const { href, external } = event.detail;
    if (external || !href) return;
    event.preventDefault();
    void navigate(href.replace(/^\/staff(?=\/)/, ''));
  };
}

/** The address of a screen, as a link shows it. */
export const hrefOf = (path: string): string => `${import.meta.env.BASE_URL.replace(/\/$/, '')}${path}`;
