// The patient's own camera and microphone.

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Why a device cannot be used, by the standard's names of errors. */
function reasonOf(error) {
  switch (error.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    default:
      return "busy";
  }
}

export class LocalMedia {
  /** `onChange` is called whenever a track or a state is another. */
  constructor(onChange) {
    this.onChange = onChange;
    this.cameraOn = true;
    this.microphoneOn = true;
    this.cameraId = "";
    this.microphoneId = "";
    this.camera = "off";
    this.microphone = "off";
    this.tracks = { audio: null, video: null };
    this.stream = new MediaStream();
    this.cameras = [];
    this.microphones = [];
    navigator.mediaDevices.addEventListener("devicechange", () => this.#devicesChanged());
  }

  #closed = true; // until it is opened: a page that comes back only to say goodbye opens nothing
  #context = null;
  #analyser = null;

  /** Whether each is on and works: what the other side is told. */
  get sends() {
    return { camera: this.cameraOn && this.tracks.video !== null, microphone: this.microphoneOn && this.tracks.audio !== null };
  }

  /** Open what is wanted and not open; asked for together, the browser asks the patient once. */
  async open() {
    this.#closed = false;
    const video = this.cameraOn && !this.tracks.video;
    const audio = !this.tracks.audio;
    if (video && audio && !this.cameraId && !this.microphoneId) {
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ video: VIDEO, audio: AUDIO });
        this.#take("video", stream.getVideoTracks()[0]);
        this.#take("audio", stream.getAudioTracks()[0]);
        await this.#list();
        this.onChange();
        return;
      } catch {
        // One of the two is not to be had: each is asked for by itself, and tells its own reason.
      }
    }
    if (video) await this.#openOne("video", { ...VIDEO, ...exact(this.cameraId) });
    if (audio) await this.#openOne("audio", { ...AUDIO, ...exact(this.microphoneId) });
    await this.#list();
    this.onChange();
  }

  async switchCamera(on) {
    this.cameraOn = on;
    if (on) {
      await this.open();
      return;
    }
    this.#drop("video");
    this.camera = "off";
    this.onChange();
  }

  switchMicrophone(on) {
    this.microphoneOn = on;
    if (this.tracks.audio) this.tracks.audio.enabled = on;
    this.onChange();
  }

  async chooseCamera(id) {
    this.cameraId = id;
    this.#drop("video");
    await this.open();
  }

  async chooseMicrophone(id) {
    this.microphoneId = id;
    this.#drop("audio");
    await this.open();
  }

  /** Loudness of the microphone, 0 to 1. */
  level() {
    if (!this.tracks.audio || !this.#analyser) return 0;
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    const decibels = 10 * Math.log10(sum / samples.length + 1e-10);
    return Math.min(1, Math.max(0, (decibels + 60) / 55));
  }

  close() {
    this.#closed = true;
    this.#drop("video");
    this.#drop("audio");
    this.camera = this.microphone = "off";
    this.#context?.close();
    this.#context = this.#analyser = null;
  }

  async #openOne(kind, constraints) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind]: constraints });
      this.#take(kind, stream.getTracks()[0]);
    } catch (error) {
      const chosen = kind === "video" ? "cameraId" : "microphoneId";
      if (this[chosen] && reasonOf(error) === "missing") {
        this[chosen] = "";
        await this.#openOne(kind, kind === "video" ? VIDEO : AUDIO);
        return;
      }
      this[kind === "video" ? "camera" : "microphone"] = reasonOf(error);
    }
  }

  #take(kind, track) {
    if (this.#closed) {
      track.stop();
      return;
    }
    this.tracks[kind] = track;
    this.stream.addTrack(track);
    if (kind === "video") {
      track.contentHint = "motion";
      this.camera = "on";
    } else {
      track.enabled = this.microphoneOn;
      this.microphone = "on";
      this.#listen(track);
    }
    track.onended = () => {
      this.#drop(kind);
      this[kind === "video" ? "camera" : "microphone"] = "lost";
      this.onChange();
    };
  }

  #drop(kind) {
    const track = this.tracks[kind];
    if (!track) return;
    track.onended = null;
    track.stop();
    this.stream.removeTrack(track);
    this.tracks[kind] = null;
  }

  #listen(track) {
    this.#context ??= new AudioContext();
    this.#context.resume();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
  }

  async #list() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const of = (kind) => devices.filter((device) => device.kind === kind && device.deviceId);
    this.cameras = of("videoinput");
    this.microphones = of("audioinput");
  }

  async #devicesChanged() {
    // A device that is plugged in before the consent or after the goodbye must open nothing.
    if (this.#closed) return;
    const wanted = this.cameraOn && !this.tracks.video;
    if (wanted || !this.tracks.audio) await this.open();
    else {
      await this.#list();
      this.onChange();
    }
  }
}

function exact(id) {
  return id ? { deviceId: { exact: id } } : {};
}
