import AppLayout, { type AppLayoutProps } from '@cloudscape-design/components/app-layout';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { useMe } from './me.ts';
import { type Panel, PanelContext } from './panel.ts';
import { signOut } from './session.ts';
import { hrefOf, useFollow } from './use-follow.ts';
import { useNarrow } from './use-narrow.ts';
import { roles } from './words.ts';

/** What surrounds every screen: who is signed in, where to go, and a side panel for details. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const me = useMe();
  const follow = useFollow();
  const narrow = useNarrow();
  const { pathname } = useLocation();
  const [navigationOpen, setNavigationOpen] = useState(true);
  const [panel, setPanel] = useState<Panel>();
  const opener = useRef<Element | null>(null);
  const screen = useRef<HTMLDivElement>(null);
  const layout = useRef<AppLayoutProps.Ref>(null);

  const openPanel = useCallback((next: Panel) => {
    opener.current = document.activeElement;
    setPanel(next);
  }, []);
  const closePanel = useCallback(() => setPanel(undefined), []);
  // Where the panel covers the screen, the focus must not stay behind it.
  useEffect(() => {
    if (panel) layout.current?.focusActiveDrawer();
  }, [panel]);
  const panels = useMemo(() => ({ open: openPanel, close: closePanel }), [openPanel, closePanel]);

  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setPanel(undefined);
    screen.current?.focus();
  }, [pathname]);

  const screens = [
    { text: 'Home', href: hrefOf('/') },
    { text: 'Requests', href: hrefOf('/requests') },
    ...(me.mayReadHolds ? [{ text: 'Legal holds', href: hrefOf('/holds') }] : []),
    ...(me.mayReadReports ? [{ text: 'Reports', href: hrefOf('/reports') }] : []),
    { text: 'Email templates', href: hrefOf('/templates') },
  ];
  const active = pathname.startsWith('/requests') ? '/requests' : pathname;
  return (
    <PanelContext value={panels}>
      <div id="top">
        <TopNavigation
          identity={{ href: hrefOf('/'), title: `${me.organisation} privacy requests`, onFollow: follow }}
          utilities={[
            // A phone has no room for the navigation beside the screen.
            ...(narrow
              ? [
                  {
                    type: 'menu-dropdown' as const,
                    text: 'Menu',
                    items: screens.map(({ text, href }) => ({ id: href, text, href })),
                    onItemFollow: follow,
                  },
                ]
              : []),
            {
              type: 'menu-dropdown',
              text: me.id,
              description: me.roles.map((role) => roles[role] ?? role).join(', '),
              iconName: 'user-profile',
              ariaLabel: `${me.id}, ${me.roles.map((role) => roles[role] ?? role).join(', ')}`,
              items: [{ id: 'sign-out', text: 'Sign out' }],
              onItemClick: () => void signOut(),
            },
          ]}
        />
      </div>
      <AppLayout
        ref={layout}
        headerSelector="#top"
        contentType="default"
        toolsHide
        navigationHide={narrow}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        navigationWidth={220}
        navigation={
          <SideNavigation
            activeHref={hrefOf(active)}
            onFollow={follow}
            items={screens.map((screen) => ({ type: 'link', ...screen }))}
          />
        }
        drawers={
          panel
            ? [
                {
                  id: 'details',
                  content: panel.content,
                  ariaLabels: {
                    drawerName: panel.name,
                    triggerButton: panel.name,
                    closeButton: `Close ${panel.name}`,
                  },
                  trigger: { iconName: 'file' },
                  defaultSize: 400,
                },
              ]
            : []
        }
        activeDrawerId={panel ? 'details' : null}
        onDrawerChange={({ detail }) => {
          if (detail.activeDrawerId !== null) return;
          closePanel();
          if (opener.current instanceof HTMLElement) opener.current.focus();
        }}
        content={
          <div id="screen" ref={screen} tabIndex={-1}>
            {children}
          </div>
        }
      />
    </PanelContext>
  );
}
