import type { Child } from 'hono/jsx';
import type { Flash } from '../session/flash.ts';
import { Icon, type IconName } from './icons.tsx';

/** The tabs of the header, by the page that is open. */
const tabs = [
  { name: 'fleet', href: '/', icon: 'repo-forked', text: 'Forks' },
  { name: 'new', href: '/links/new', icon: 'plus', text: 'New link' },
  { name: 'config', href: '/config', icon: 'file-code', text: 'Configuration' },
  { name: 'operator', href: '/operator', icon: 'server', text: 'Operator' },
] as const satisfies { name: string; href: string; icon: IconName; text: string }[];
export type Tab = (typeof tabs)[number]['name'];

/** Where the project says how it works. */
const project = 'https://github.com/backstrokeapp/server';

export interface Frame {
  title: string;
  /** Who is signed in; null: nobody. */
  viewer: { login: string; operator: boolean } | null;
  /** Tabs that lead somewhere here. */
  pages: readonly Tab[];
  tab: Tab | null;
  flash: Flash | null;
  assets: { style: string; icon: string; scripts: readonly string[] };
  /** Page of a person on GitHub, by login. */
  profile: (login: string) => string;
}

/** The whole document around what a page shows. */
export function Layout({ frame, children }: { frame: Frame; children: Child }) {
  const { title, viewer, flash, assets } = frame;
  return (
    <html lang="en" data-color-mode="auto" data-light-theme="light" data-dark-theme="dark">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Backstroke`}</title>
        <link rel="icon" type="image/svg+xml" href={assets.icon} />
        <link rel="stylesheet" href={assets.style} />
        {assets.scripts.map((script) => (
          <script type="module" src={script} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="top">
          <div class="top-bar">
            <a class="brand" href="/">
              <Icon name="git-merge" size={24} />
              Backstroke
            </a>
            <div class="who">{viewer ? <Viewer login={viewer.login} profile={frame.profile} /> : <SignIn />}</div>
          </div>
          {viewer && <Tabs frame={frame} operator={viewer.operator} />}
        </header>
        <main id="main" tabindex={-1}>
          {flash && <Told flash={flash} />}
          {children}
        </main>
        <footer class="bottom">
          <span>Keeps forks up to date with their upstream.</span>
          <a href={project}>Source and documentation</a>
          <a href="/reference">API</a>
        </footer>
      </body>
    </html>
  );
}

function Viewer({ login, profile }: { login: string; profile: Frame['profile'] }) {
  return (
    <>
      <a class="text-bold" href={profile(login)}>
        {login}
      </a>
      <form method="post" action="/logout">
        <button class="btn btn-sm" type="submit">
          Sign out
        </button>
      </form>
    </>
  );
}

function SignIn() {
  return (
    <a class="btn btn-sm" href="/login">
      Sign in
    </a>
  );
}

function Tabs({ frame, operator }: { frame: Frame; operator: boolean }) {
  const shown = tabs.filter(({ name }) => frame.pages.includes(name) && (name !== 'operator' || operator));
  return (
    <nav aria-label="Backstroke">
      <ul class="tabs">
        {shown.map(({ name, href, icon, text }) => (
          <li>
            <a href={href} aria-current={name === frame.tab ? 'page' : undefined}>
              <Icon name={icon} />
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Told({ flash }: { flash: Flash }) {
  const failed = flash.kind === 'error';
  return (
    <div class={failed ? 'flash flash-error' : 'flash flash-success'} role={failed ? 'alert' : 'status'}>
      <Icon name={failed ? 'alert' : 'check-circle'} />
      <span>{flash.text}</span>
    </div>
  );
}
