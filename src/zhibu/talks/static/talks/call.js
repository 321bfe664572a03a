// A call from browser to browser. Its set-up travels sealed, so that nobody between can put himself in.
export function prepareCall(room, ice, signal, trouble, words) {
  const part = (name) => room.querySelector(`[data-${name}]`);
  let peer = null, waiting = [], offer = null;

  async function ready(video) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
    peer = new RTCPeerConnection({ iceServers: ice });
    for (const track of stream.getTracks()) peer.addTrack(track, stream);
    peer.onicecandidate = ({ candidate }) => candidate && signal.send({ candidate: candidate.toJSON() }).catch(() => null);
    peer.ontrack = ({ streams }) => (part("there").srcObject = streams[0]);
    peer.onconnectionstatechange = () => {
      room.dataset.call = peer?.connectionState ?? "";
      if (peer?.connectionState === "failed") hangUp();
    };
    part("here").srcObject = stream;
    part("here").hidden = !video;
    part("call").hidden = false;
  }

  async function describe(kind, video) {
    await peer.setLocalDescription();
    await signal.send({ [kind]: { type: peer.localDescription.type, sdp: peer.localDescription.sdp }, video });
  }

  async function settle(description) {
    await peer.setRemoteDescription(description);
    for (const candidate of waiting.splice(0)) await peer.addIceCandidate(candidate);
  }

  function hangUp(tell = true) {
    for (const track of part("here").srcObject?.getTracks() ?? []) track.stop();
    peer?.close();
    [peer, offer, waiting] = [null, null, []];
    part("here").srcObject = part("there").srcObject = null;
    part("call").hidden = part("ringing").hidden = true;
    room.dataset.call = "";
    if (tell) signal.send({ bye: true }).catch(() => null);
  }

  async function attempt(act) {
    try {
      await act();
    } catch {
      hangUp();
      trouble(words.noMicrophone);
    }
  }

  for (const button of room.querySelectorAll("[data-dial]")) {
    const video = button.dataset.dial === "video";
    button.addEventListener("click", () => peer || attempt(async () => { await ready(video); await describe("offer", video); }));
  }
  part("hang-up").addEventListener("click", () => hangUp());
  part("refuse").addEventListener("click", () => hangUp());
  part("answer").addEventListener("click", () =>
    attempt(async () => {
      part("ringing").hidden = true;
      await ready(offer.video);
      await settle(offer.offer);
      await describe("answer", offer.video);
    }),
  );

  return {
    async hear(word) {
      if (word.bye) hangUp(false);
      else if (word.offer && !peer) {
        offer = word;
        part("ringing").hidden = false;
      } else if (word.answer && peer) await settle(word.answer);
      else if (word.candidate && peer?.remoteDescription) await peer.addIceCandidate(word.candidate);
      else if (word.candidate) waiting.push(word.candidate);
    },
  };
}
