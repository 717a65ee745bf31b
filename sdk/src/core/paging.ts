// Follows lists that come in pages.

/** Yields page after page. `ask` gets what the request for the next page adds: nothing first, and then the cursor of the page before. */
export async function* pagesOf<P extends { next?: string }>(ask: (more: { cursor?: string }) => Promise<P>): AsyncGenerator<P, void> {
  let page = await ask({});
  yield page;
  while (page.next !== undefined) {
    page = await ask({ cursor: page.next });
    yield page;
  }
}
