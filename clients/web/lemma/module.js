/** A WebAssembly module from an address, a response, bytes, or one that is compiled already. */
export async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  if (typeof Response !== "undefined" && source instanceof Response) return compileResponse(source);

  const url = new URL(source, globalThis.document?.baseURI ?? import.meta.url);
  if (url.protocol === "file:") {
    // Node does not fetch files.
    const { readFile } = await import("node:fs/promises");
    return WebAssembly.compile(await readFile(url));
  }
  return compileResponse(await fetch(url));
}

/** While it arrives, if the server names its type and nothing but that, as browsers demand; a plain file server may not. */
async function compileResponse(response) {
  if (!response.ok) {
    throw new Error(`no verifier at ${response.url}: the server answered ${response.status}`);
  }
  const type = response.headers.get("Content-Type")?.trim().toLowerCase();
  return type === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
