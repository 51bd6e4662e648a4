// Does what each line of its standard input says, and tells on its standard output what came of it:
// {id, result} or {id, error}, and {id, progress} before that.
import { createInterface } from "node:readline";

export const tell = (event) => process.stdout.write(JSON.stringify(event) + "\n");

export const obey = (commands) =>
  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      const command = JSON.parse(line);
      const { id } = command;
      try {
        tell({ id, result: await commands[command.do](command) });
      } catch (error) {
        tell({ id, error: { code: error?.code ?? 0, message: String(error?.message ?? error) } });
      }
    })
    .on("close", () => process.exit());
