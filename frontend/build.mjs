// Builds the few assets into src/tinhso/shell/static/shell/built (git-ignored). Names are stable; Django hashes them.
// Needs: npm ci in this folder; a Python with fonttools and brotli (PYTHON, else ../.venv/bin/python).
import { execFileSync } from "node:child_process";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.env.OUT || join(here, "../src/tinhso/shell/static/shell/built");
const python = process.env.PYTHON || join(here, "../.venv/bin/python");
// What five-year-old phones run.
const target = ["chrome90", "firefox90", "safari14"];

async function css() {
  const dark = await readFile(join(here, "css/tokens-dark.css"), "utf8");
  const chosen = dark.replace(":root {", ':root[data-theme="dark"] {');
  const device = `@media screen and (prefers-color-scheme: dark) {\n${dark.replace(":root {", ':root:not([data-theme="light"], [data-theme="dark"]) {')}}\n`;
  for (const name of ["shell", "desk"]) {
    const bundle = { entryPoints: [join(here, `css/${name}.css`)], bundle: true, write: false, external: ["*.woff2"] };
    const [file] = (await build({ ...bundle, target, logLevel: "warning" })).outputFiles;
    // The dark tokens stand right after the light ones: tokens.css is the first thing in the sheet.
    const text = name === "shell" ? `${file.text}\n@media screen {\n${chosen}}\n${device}` : file.text;
    const { code } = await transform(text, { loader: "css", minify: true, target });
    await writeFile(join(out, `${name}.css`), code);
  }
}

async function js() {
  const entryPoints = ["forms", "desk"].map((name) => join(here, `js/${name}.js`));
  await build({ entryPoints, outdir: out, bundle: true, minify: true, format: "esm", target, legalComments: "none", logLevel: "warning" });
}

function fonts() {
  execFileSync(python, [join(here, "cut_fonts.py"), join(here, "node_modules"), out], { stdio: "inherit" });
}

async function licences() {
  const wanted = { "be-vietnam-pro": "@fontsource/be-vietnam-pro", inter: "@fontsource-variable/inter", htmx: "htmx.org" };
  for (const [name, folder] of Object.entries(wanted)) {
    await copyFile(join(here, "node_modules", folder, "LICENSE"), join(out, `LICENSE-${name}.txt`));
  }
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([css(), js(), licences()]);
fonts();
