"use strict";
(() => {
  const API = "/_emulator/";
  const EVERY = 1000;
  const TONES = {
    processing: "blue", completed: "green", failed: "red", pending: "amber",
    charge: "green", reserve: "amber", refund: "blue",
    delivered: "green", waiting: "amber", given_up: "red"
  };
  const $ = (selector, root = document) => root.querySelector(selector);
  const notice = $("#notice");
  let frozen = false;
  let polling = false;
  let again = false;
  let timer = 0;
  let lost = false;

  // Nodes are made once and then changed in place: focus, scroll and a playing video stay.

  const text = (node, value) => {
    if (node.textContent !== value) node.textContent = value;
  };
  const badge = (node, word) => {
    text(node, word.replace("_", " "));
    node.dataset.tone = TONES[word] || "";
  };
  const copy = template => $(template).content.firstElementChild.cloneNode(true);
  const children = new WeakMap();

  /** Lets a container have one child for each item, in their order; a child that stays is not moved. */
  function sync(container, items, key, make, update) {
    const old = children.get(container) || new Map();
    const now = new Map();
    for (const item of items) {
      const id = key(item);
      now.set(id, old.get(id) || make(item));
    }
    for (const [id, node] of old) if (!now.has(id)) node.remove();
    let place = container.firstElementChild;
    for (const item of items) {
      const node = now.get(key(item));
      if (node === place) place = place.nextElementSibling;
      else container.insertBefore(node, place);
      update(node, item);
    }
    children.set(container, now);
  }

  // Talking to the emulator

  async function call(method, path, body) {
    const response = await fetch(API + path, {
      method, body: body && JSON.stringify(body), headers: body ? {"Content-Type": "application/json"} : {}
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error.message);
    return answer;
  }

  function say(message) {
    text($("span", notice), message);
    notice.hidden = !message;
  }

  async function act(method, path, body) {
    try {
      await call(method, path, body);
      say("");
      return true;
    } catch (error) {
      say(error.message);
      return false;
    } finally {
      poll();
    }
  }

  async function poll() {
    if (polling) {
      again = true;
      return;
    }
    polling = true;
    clearTimeout(timer);
    try {
      render(await call("GET", "state"));
      if (lost) say("");
      lost = false;
    } catch (error) {
      lost = true;
      say("The emulator does not answer: " + error.message);
    }
    polling = false;
    if (again) {
      again = false;
      poll();
    } else if (!document.hidden) {
      timer = setTimeout(poll, EVERY);
    }
  }

  // Showing what it says

  function render(state) {
    clock(state.clock);
    text($("#tasks-count"), String(state.tasks.count));
    $("#tasks-none").hidden = state.tasks.count > 0;
    sync($("#tasks"), state.tasks.latest.slice().reverse(), t => t.id, newTask, task);
    sync($("#accounts"), state.ledger.accounts, a => a.name, () => copy("#account"), account);
    text($("#requests-count"), String(state.requests.count));
    sync($("#requests"), numbered(state.requests), r => r.number, () => copy("#request"), request);
    text($("#callbacks-count"), String(state.callbacks.count));
    sync($("#callbacks"), numbered(state.callbacks), c => c.number, newCallback, callback);
    text($("#faults-count"), String(state.faults.length));
    sync($("#faults"), state.faults, f => f.id, newFault, fault);
  }

  /** The latest of a list that grows, newest first, each with its number in the whole list. */
  function numbered(list) {
    const first = list.count - list.latest.length;
    return list.latest.map((item, i) => ({...item, number: first + i})).reverse();
  }

  function clock(state) {
    frozen = state.frozen;
    text($("#now"), instant(state.now));
    badge($("#speed"), frozen ? "frozen" : "runs ×" + state.speed);
    $("#speed").dataset.tone = frozen ? "blue" : "green";
    text($("#freeze"), frozen ? "Run" : "Freeze");
  }

  const instant = iso => iso.slice(0, 10) + " " + iso.slice(11, 19) + " UTC";
  const credits = number => number.toLocaleString("en", {maximumFractionDigits: 6});
  const short = id => "…" + id.slice(-10);

  function newTask(state) {
    const card = copy("#task");
    const base = "tasks/" + encodeURIComponent(state.id);
    text($(".id", card), state.id);
    text($(".prompt", card), state.prompt);
    $(".prompt", card).title = state.prompt;
    for (let i = 0; i < state.frames; i++) {
      const image = new Image();
      image.loading = "lazy";
      image.alt = i ? "Last frame" : "First frame";
      image.src = API + base + "/frames/" + i;
      $(".frames", card).append(image);
    }
    for (const button of card.querySelectorAll("[data-do]")) {
      const verb = button.dataset.do;
      button.setAttribute("aria-label", button.textContent + ", task " + state.id);
      button.addEventListener("click", () =>
        act("POST", base + "/" + verb, verb === "fail" ? {code: $("select", card).value} : undefined));
    }
    return card;
  }

  function task(card, state) {
    const open = state.status === "pending" || state.status === "processing";
    const focused = card.contains(document.activeElement);
    badge($(".state", card), state.status);
    text($(".facts", card), [
      state.model, state.quality, state.duration + " s", state.aspect_ratio, state.generate_audio ? "audio" : "no audio",
      credits(state.credits) + " credits", state.key, instant(state.created)
    ].filter(Boolean).join(" · "));
    const bar = $("progress", card);
    bar.hidden = !open;
    bar.value = state.progress;
    bar.setAttribute("aria-label", "Progress: " + state.progress + " %");
    for (const button of card.querySelectorAll("[data-do]")) {
      const verb = button.dataset.do;
      const fits = verb === "expire" ? state.link === "alive"
        : verb === "redeliver" ? !open && Boolean(state.callback_url)
        : open;
      (verb === "fail" ? button.parentElement : button).hidden = !fits;
    }
    why(card, state);
    video(card, state);
    if (focused && (!card.contains(document.activeElement) || document.activeElement.closest("[hidden]"))) {
      card.focus({preventScroll: true});
    }
  }

  function why(card, state) {
    const line = $(".why", card);
    const message = state.error ? state.error.code + ": " + state.error.message
      : state.link === "expired" ? "The link to the video has expired." : "";
    text(line, message);
    line.hidden = !message;
  }

  function video(card, state) {
    const shown = $("video", card);
    if (state.link !== "alive") {
      if (shown) shown.remove();
    } else if (!shown) {
      const player = document.createElement("video");
      player.controls = true;
      player.preload = "none";
      player.playsInline = true;
      player.setAttribute("aria-label", "The finished video");
      player.src = API + "tasks/" + encodeURIComponent(state.id) + "/video";
      if (state.frames) player.poster = API + "tasks/" + encodeURIComponent(state.id) + "/frames/0";
      $(".media", card).append(player);
    }
  }

  function account(node, state) {
    text($("h3", node), state.name);
    for (const name of ["balance", "reserved", "charged"]) text($("." + name, node), credits(state[name]));
    sync($(".entries", node), state.entries.slice().reverse(), e => e.number, () => copy("#entry"), entry);
  }

  function entry(row, state) {
    badge($(".kind", row), state.kind);
    text($(".task", row), state.task ? short(state.task) : "");
    row.title = [state.task, state.idempotency_key].filter(Boolean).join(" · key ");
    text($(".amount", row), credits(state.credits));
  }

  function request(row, state) {
    text($(".method", row), state.method);
    text($(".path", row), state.path);
    text($(".fault", row), state.fault || "");
    const status = $(".status", row);
    text(status, state.status ? String(state.status) : "–");
    status.dataset.tone = !state.status ? "" : state.status < 300 ? "green" : state.status < 500 ? "amber" : "red";
  }

  function newCallback() {
    const row = copy("#callback");
    $("button", row).addEventListener("click", () => act("POST", "tasks/" + encodeURIComponent(row.dataset.task) + "/redeliver"));
    return row;
  }

  function callback(row, state) {
    row.dataset.task = state.task;
    badge($(".state", row), state.state);
    text($(".task", row), short(state.task));
    $("button", row).setAttribute("aria-label", "Redeliver the callback of task " + state.task);
    text($(".url", row), state.url);
    text($(".attempts", row), state.attempts.map((attempt, i) =>
      i + 1 + ". " + (attempt.status || attempt.failure || "under way")).join(" · "));
  }

  function newFault(state) {
    const row = copy("#fault-row");
    $("button", row).setAttribute("aria-label", "Remove the fault " + state.script);
    $("button", row).addEventListener("click", () => act("DELETE", "faults/" + encodeURIComponent(state.id)));
    return row;
  }

  function fault(row, state) {
    const when = Object.entries(state.when || {}).map(([kind, value]) => kind + " " + JSON.stringify(value));
    text($(".text", row), [state.script, ...when].join(" when "));
  }

  // Listening to the person

  document.querySelectorAll("[data-advance]").forEach(button =>
    button.addEventListener("click", () => act("POST", "clock/advance", {by: button.dataset.advance})));
  $("#freeze").addEventListener("click", () => act("PUT", "clock", {frozen: !frozen}));
  $("#advance").addEventListener("submit", async event => {
    event.preventDefault();
    const form = event.target;
    if (await act("POST", "clock/advance", {by: form.by.value.trim()})) form.reset();
  });
  $("#reset").addEventListener("click", () => act("POST", "reset"));
  $("#fault").script.addEventListener("focus", async () => {
    const {known} = await call("GET", "faults");
    for (const phase in known) {
      for (const kind of known[phase]) $("#known-faults").append(new Option("", phase + ":" + kind));
    }
  }, {once: true});
  $("#fault").kind.addEventListener("change", event => {
    $("#fault").value.hidden = !event.target.value;
    $("#fault").value.required = Boolean(event.target.value);
  });
  $("#fault").addEventListener("submit", async event => {
    event.preventDefault();
    const {script, kind, value} = event.target.elements;
    const rule = {script: script.value};
    if (kind.value) rule.when = {[kind.value]: value.value};
    if (await act("POST", "faults", rule)) {
      event.target.reset();
      value.hidden = true;
      value.required = false;
    }
  });
  $("button", notice).addEventListener("click", () => say(""));
  document.addEventListener("visibilitychange", () => document.hidden || poll());
  text($("#base"), location.origin);
  poll();
})();
