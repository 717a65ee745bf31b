// Answers operations in the place of the server, for replies that a real server gives only after a long time or in a failure.
import type { Page } from './test.ts';

type Params = Record<string, unknown>;
// Returns the reply, or undefined if the server shall answer.
type Answers = Record<string, (params: Params) => Params | undefined>;

export async function answerInstead(page: Page, answers: Answers) {
  await page.routeWebSocket(/\/api\/ws/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((text) => {
      const { id, op, params } = JSON.parse(String(text)) as { id: number; op: string; params: Params };
      const reply = answers[op]?.(params);
      if (reply) socket.send(JSON.stringify({ id, ...reply }));
      else server.send(text);
    });
  });
}
