import { useEffect, useRef } from 'react';

/** What mails are made of; anything else is shown as its text. */
const mailTags: ReadonlySet<string> = new Set(['P', 'A', 'UL', 'LI', 'HR']);

/** A mail as it is written in HTML, apart from the styles of this page. */
export function MailHtml({ html }: { readonly html: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = host.current?.shadowRoot ?? host.current?.attachShadow({ mode: 'open' });
    root?.replaceChildren(copyOf(html));
  }, [html]);
  return <div ref={host} className="mail-html" />;
}

/** Built anew: the page's security policy takes styles from scripts, but not from what is written in HTML. */
function copyOf(html: string): HTMLElement {
  const { documentElement, body } = new DOMParser().parseFromString(html, 'text/html');
  const mail = document.createElement('div');
  mail.lang = documentElement.lang;
  fill(mail, body);
  return mail;
}

function fill(copy: HTMLElement, original: HTMLElement): void {
  copy.style.cssText = original.getAttribute('style') ?? '';
  for (const child of original.childNodes) {
    if (!(child instanceof HTMLElement) || !mailTags.has(child.tagName)) {
      copy.append(child.textContent ?? '');
      continue;
    }
    const element = document.createElement(child.tagName);
    fill(element, child);
    const address = child.getAttribute('href');
    if (element instanceof HTMLAnchorElement && address && /^https?:/.test(address)) {
      element.href = address;
      element.target = '_blank';
      element.rel = 'noreferrer';
    }
    copy.append(element);
  }
}
