// The server's clock: of five questions the quickest answer tells best.
let offset = 0;
export let rtt = 0;

export const now = () => Date.now() + offset;

export async function measure() {
  for (let i = 0; i < 5; i++) {
    const sent = performance.now();
    const { now: theirs } = await (await fetch("/rt/clock")).json();
    const took = performance.now() - sent;
    if (!rtt || took < rtt) [rtt, offset] = [took, theirs + took / 2 - Date.now()];
  }
}
