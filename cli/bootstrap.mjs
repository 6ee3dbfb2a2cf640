/** Hides how a command gets from whatever Node runs it to locked dependencies under Node 24. Plain JavaScript, as Node 18 must run it. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as module from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = resolve(root, 'node_modules');
const node24 = resolve(modules, '.bin/node');
const installedLock = resolve(modules, '.package-lock.json');
/** Where all processes keep compiled code: see embedded/child.ts. */
const compiled = resolve(modules, '.cache/compiled');
const oldestNode = 18;
const wantedNode = 24;

/**
 * Runs a script under Node 24 with the locked dependencies: installs them where they are missing or stale, then calls `run` where
 * the running Node is new enough, else starts the script again under the installed one. The exit code becomes the process's.
 * @param {string} scriptUrl the script's `import.meta.url`
 * @param {{ run: () => Promise<number>, withDevelopment: boolean }} target what it does under Node 24, giving its exit code, and
 *   whether it needs the packages of development
 */
export async function bootstrap(scriptUrl, { run, withDevelopment }) {
  process.chdir(root);
  if (nodeMajor() < oldestNode) return fail(`EventPost needs Node ${oldestNode} or later to start, and this is ${process.version}.`);
  if (isStale(withDevelopment) && !(await install(withDevelopment))) return;
  stopWithNpm();
  // Its output may go to a pipe that is read no more; that is no reason to leave processes behind.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  if (!withDevelopment) await compileAhead();
  if (module.enableCompileCache) module.enableCompileCache(compiled);
  process.exitCode = nodeMajor() >= wantedNode ? await run() : await runUnderNode24(fileURLToPath(scriptUrl));
  process.exit();
}

/** npm passes SIGINT and SIGTERM on, but cannot when it is killed: then it stops being the parent. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 1000);
  watch.unref();
}

function nodeMajor() {
  return Number(process.versions.node.split('.')[0]);
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
  return false;
}

/**
 * Whether something that the lock names is missing or of another version. npm itself notes what it installed. Binaries for other
 * machines (optional) are never all there, and a deployment leaves the development's packages out.
 */
function isStale(withDevelopment) {
  if (!existsSync(node24) || !existsSync(installedLock)) return true;
  const locked = readPackages(resolve(root, 'package-lock.json'));
  const installed = readPackages(installedLock);
  return Object.entries(locked).some(([path, { version, optional, dev, devOptional }]) => {
    if (path === '' || optional || devOptional || (dev && !withDevelopment)) return false;
    return !installed[path] || installed[path].version !== version;
  });
}

function readPackages(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}

async function install(withDevelopment) {
  console.log('Installing the locked dependencies.');
  // The Node and npm that run this script, where npm does: the installed Node may be what is being replaced.
  const { npm_node_execpath: node, npm_execpath: npm } = process.env;
  const [command, first] = node && npm ? [node, [npm]] : ['npm', []];
  // Not `npm ci`: a lock made on one kind of machine lacks the optional binaries of the others, which it then refuses.
  const { code, output } = await runCollecting(command, [...first, 'install', '--no-save', '--no-audit', '--no-fund', ...(withDevelopment ? ['--include=dev'] : [])]);
  if (code !== 0) return fail(`${output.trim().split('\n').slice(-15).join('\n')}\nThe dependencies could not be installed: see above, and try again.`);
  return true;
}

function runCollecting(command, args, env = process.env) {
  return new Promise((settle) => {
    let output = '';
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => settle({ code: 127, output: error.message }));
    child.on('close', (code) => settle({ code, output }));
  });
}

/** Once after an install: it makes the first start as fast and as light as the others. Where it fails, they are only slower. */
async function compileAhead() {
  const { version } = JSON.parse(readFileSync(resolve(modules, 'node/package.json'), 'utf8'));
  const mark = resolve(compiled, `complete-${version}`);
  if (existsSync(mark)) return;
  await runCollecting(node24, [resolve(root, 'embedded/compile-ahead/main.ts'), mark], { ...process.env, NODE_COMPILE_CACHE: compiled });
}

/** Stays as the parent, passes signals on and takes over the exit code; the IPC channel tells the child when this process is killed. */
function runUnderNode24(script) {
  return new Promise((settle) => {
    const child = spawn(node24, [script, ...process.argv.slice(2)], { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => settle(fail(error.message) || 1));
    child.on('exit', (code) => settle(code === null ? 1 : code));
  });
}
