// The SharedWorker: all pages of this browser share one stream.
import { board } from "./board.js";

const shared = board();

self.onconnect = ({ ports: [port] }) => {
  const send = (event) => port.postMessage(event);
  port.onmessage = ({ data }) => (data === "leave" ? shared.leave(send) : shared.join(send, data));
};
