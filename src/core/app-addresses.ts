/** Where GitHub sends people back to, as the settings of the App have to say. */

/** Of who signs in. */
export const callbackPath = '/login/callback';
/** Of who installed the App, or changed what it is on. */
export const installedPath = '/installed';

/**
 * The settings that hold web's own address, as a manifest names them.
 * https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export function appAddresses(publicUrl: string): {
  callback_urls: string[];
  setup_url: string;
  setup_on_update: boolean;
} {
  return {
    callback_urls: [new URL(callbackPath, publicUrl).href],
    setup_url: new URL(installedPath, publicUrl).href,
    setup_on_update: true,
  };
}

/** Where GitHub sends deliveries of a new App: to the channel that web listens to, else to web itself; null: nobody said where that is. */
export function webhookAddress(given: {
  proxyUrl: string | undefined;
  publicUrl: string | undefined;
  path: string;
}): string | null {
  if (given.proxyUrl) return given.proxyUrl;
  return given.publicUrl ? new URL(given.path, given.publicUrl).href : null;
}
