import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terserPlugin, { type Options as TerserOptions } from '@rollup/plugin-terser';
import { build, transformSync } from 'esbuild';
import type { OutputBundle, Plugin, RollupOptions } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

// The plugin's types say CommonJS, its code is a module.
const terser = terserPlugin as unknown as typeof terserPlugin.default;

/**
 * esbuild knows today's CSS; text with template expressions in it is left as it is. What is no ASCII stays as it is: written as "\2190"
 * it would be an escape that no template may have, and the whole stylesheet would be lost.
 */
const minifyCSS = (text: string) =>
  text.includes('TEMPLATE_EXPRESSION')
    ? text
    : transformSync(text, { loader: 'css', minify: true, charset: 'utf8' })
        .code.trim()
        .replace(/(--[\w-]+:|,) /g, '$1');

const minifyLiterals = () =>
  minifyTemplateLiterals({
    include: ['sdk/**', 'admin/**'],
    failOnError: true,
    options: { minifyOptions: { minifyCSS, keepClosingSlash: true } },
  });

/** What Lit's classes say to each other and to our elements, never to the page. */
const LIT_PROTECTED =
  'addController createProperty createRenderRoot creationScope elementStyles enableUpdating finalizeStyles ' +
  'firstUpdated fromAttribute getPropertyDescriptor getPropertyOptions getUpdateComplete hasChanged hasUpdated hostConnected ' +
  'hostDisconnected hostUpdate hostUpdated isUpdatePending noAccessor performUpdate removeController renderBefore renderOptions ' +
  'scheduleUpdate shadowRootOptions shouldUpdate toAttribute useDefault willUpdate wrapped';

/**
 * Members that begin with one underscore are ours or Lit's own: their names are shortened, alike in every chunk. `l` and `C` are
 * Lit's already.
 */
const mangled: TerserOptions = {
  ecma: 2020,
  maxWorkers: 1,
  nameCache: {},
  compress: { passes: 4, hoist_props: true, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
  mangle: {
    properties: {
      regex: new RegExp(`^(_[$a-zA-Z].*|${LIT_PROTECTED.replaceAll(' ', '|')})$`),
      reserved: ['l', 'C'],
    },
  },
  format: { comments: false },
};

const plugins = (minify: TerserOptions): Plugin[] => [
  nodeResolve({ browser: true, exportConditions: ['production'], extensions: ['.js', '.ts'] }),
  esbuild({ target: 'es2022', tsconfig: 'tsconfig.json' }),
  minifyLiterals(),
  terser(minify),
];

/** Files of earlier builds have other hashes: without this they would pile up. */
function sweep(folder: string): Plugin {
  return {
    name: 'sweep',
    writeBundle(_options, bundle) {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        const name = path.slice(folder.length + 1).replaceAll('\\', '/');
        if (entry.isFile() && !(name in bundle)) rmSync(path);
      }
    },
  };
}

/**
 * What the tracker shares with the chat it has its own copy of: no file more to load, and the chat works where something keeps the
 * tracker from loading.
 */
function ownCopies(): Plugin {
  const copy = '.tracker.ts';
  return {
    name: 'own-copies',
    resolveId(source, importer = '') {
      const isShared = source.startsWith('../') && importer.replaceAll('\\', '/').includes('/sdk/tracker/');
      return isShared ? resolve(importer, '..', source).replace(/\.ts$/, copy) : null;
    },
    load: id => (id.endsWith(copy) ? readFileSync(id.replace(copy, '.ts'), 'utf8') : null),
  };
}

/** What makes dist/sdk a package of its own. */
function packageJson(): Plugin {
  const source = JSON.stringify(
    { name: 'woodex-chat', version, type: 'module', license: 'MIT', main: 'woodex.js', sideEffects: true },
    null,
    2,
  );
  return {
    name: 'package-json',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: `${source}\n` });
    },
  };
}

/** admin/index.html with the hashed names of its script and its stylesheet put in. */
function adminPage(base: string): Plugin {
  const nameOf = (bundle: OutputBundle, isWanted: (file: OutputBundle[string]) => boolean) =>
    base + Object.values(bundle).find(isWanted)?.fileName;
  return {
    name: 'admin-page',
    buildStart() {
      this.addWatchFile('admin/index.html');
      if (existsSync('admin/styles.css')) this.addWatchFile('admin/styles.css');
    },
    async generateBundle(_options, bundle) {
      let page = readFileSync('admin/index.html', 'utf8');
      if (existsSync('admin/styles.css')) {
        const css = await build({ entryPoints: ['admin/styles.css'], bundle: true, minify: true, write: false });
        const reference = this.emitFile({ type: 'asset', name: 'styles.css', source: css.outputFiles[0]!.text });
        page = page.replace(/(\.\/)?styles\.css/, base + this.getFileName(reference));
      }
      const script = nameOf(bundle, file => file.type === 'chunk' && file.isEntry);
      page = page.replace(/(\.\/)?main\.ts/, script);
      this.emitFile({ type: 'asset', fileName: 'index.html', source: page });
    },
  };
}

const sdk: RollupOptions = {
  input: { woodex: 'sdk/woodex.ts' },
  output: {
    dir: 'dist/sdk',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minifyInternalExports: true,
  },
  preserveEntrySignatures: 'allow-extension',
  plugins: [ownCopies(), ...plugins(mangled), packageJson(), sweep('dist/sdk')],
};

const admin: RollupOptions = {
  input: { main: 'admin/main.ts' },
  output: {
    dir: 'dist/admin',
    format: 'es',
    entryFileNames: 'assets/[name]-[hash].js',
    chunkFileNames: 'assets/[name]-[hash].js',
    assetFileNames: 'assets/[name]-[hash][extname]',
  },
  plugins: [...plugins({ format: { comments: false } }), adminPage('/admin/'), sweep('dist/admin')],
};

/** A part whose entry is not there is left out, so that either can be built alone. */
export default [sdk, admin].filter(part => Object.values(part.input as Record<string, string>).every(existsSync));
