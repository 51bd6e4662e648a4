// Lies between the suite, which sends no headers of ours, and PRELOOP: adds the key and changes
// nothing else. Says on which port it listens.
import { createServer, request } from "node:http";
import { pipeline } from "node:stream";

const { hostname, port } = new URL(process.env.TO);

createServer((from, to) => {
  const headers = { ...from.headers, authorization: `Bearer ${process.env.KEY}` };
  const { method, url: path } = from;
  const passed = request({ hostname, port, method, path, headers }, (answer) => {
    to.writeHead(answer.statusCode, answer.rawHeaders);
    to.flushHeaders();
    pipeline(answer, to, () => {});
  });
  passed.on("error", () => to.destroy());
  to.on("close", () => passed.destroy());
  pipeline(from, passed, () => {});
}).listen(0, "127.0.0.1", function () {
  console.log(`port ${this.address().port}`);
});
