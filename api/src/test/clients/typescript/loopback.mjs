// Preloaded into a server that listens on every address and has no setting for it: it listens on
// loopback, and says where.
import { Server } from "node:net";

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...more) {
  this.once("listening", () => console.log(`port ${this.address().port}`));
  return listen.call(this, Number(port), "127.0.0.1", ...more);
};
