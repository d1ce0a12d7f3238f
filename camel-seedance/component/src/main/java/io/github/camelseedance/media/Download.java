/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance.media;

import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.http.Redaction;
import io.github.camelseedance.media.AttemptOutcome.Again;
import io.github.camelseedance.media.AttemptOutcome.Done;
import io.github.camelseedance.media.AttemptOutcome.Expired;
import io.github.camelseedance.media.AttemptOutcome.Redirect;
import io.github.camelseedance.media.AttemptOutcome.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One video on its way: attempts, redirects, a fresh link, and at the end the whole file or none.
 * Steps follow each other on the worker pool; only giving up comes from elsewhere.
 */
final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);
    private static final int MAX_REDIRECTS = 5;

    private final VideoDownloader.Parts parts;
    private final DownloadSettings settings;
    private final DownloadRequest request;
    private final ResumeState state = new ResumeState();
    private final CompletableFuture<SpooledVideo> result = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile SpoolFile file;
    private volatile Runnable running = () -> {};
    private VideoSink sink;
    private volatile String link;
    private boolean refreshed;
    private int attempts;

    Download(VideoDownloader.Parts parts, DownloadSettings settings, DownloadRequest request) {
        this.parts = parts;
        this.settings = settings;
        this.request = request;
        this.link = request.url();
    }

    /** Starts; nothing is done on the calling thread. */
    CompletableFuture<SpooledVideo> start() {
        result.whenComplete(
                (video, failure) -> {
                    if (failure != null && end()) {
                        cleanUp(); // it was cancelled by its user
                    }
                });
        if (settings.overall() != null) {
            schedule(
                    () ->
                            fail(
                                    "it was not complete after " + settings.overall(),
                                    DownloadAdvice.AGAIN,
                                    0,
                                    null),
                    settings.overall());
        }
        step(this::begin);
        return result;
    }

    /** Gives up. */
    void close() {
        fail("the component was stopped before it was complete", DownloadAdvice.AGAIN, 0, null);
    }

    private void begin() {
        parts.guard().check(link, request.taskId());
        Path directory = settings.spoolDirectory();
        try {
            if (openFile(directory)) {
                sink = new VideoSink(file, state, settings.maxDownloadSize());
                attempt();
            }
        } catch (IOException e) {
            String shown =
                    directory == null ? System.getProperty("java.io.tmpdir") : "" + directory;
            fail((Refused) VideoSink.unwritable(shown, e));
        }
    }

    /** Whether there is a file now; there is none once the download has ended. */
    private synchronized boolean openFile(Path directory) throws IOException {
        if (ended.get()) {
            return false;
        }
        file = parts.files().create(directory);
        return true;
    }

    private void attempt() {
        attempts++;
        fetch(parts.guard().check(link, request.taskId()), 0);
    }

    private void fetch(URI uri, int redirects) {
        if (ended.get()) {
            return;
        }
        VideoResponseConsumer consumer =
                new VideoResponseConsumer(state, sink, settings.maxDownloadSize(), parts.worker());
        Future<?> exchange = parts.requests().send(uri, state, consumer);
        Runnable abandon =
                () -> {
                    consumer.abandon();
                    exchange.cancel(true);
                };
        running = abandon;
        consumer.outcome()
                .whenComplete(
                        (outcome, neverFails) -> {
                            if (!(outcome instanceof Done)) {
                                exchange.cancel(true); // there may be a body that nobody reads
                            }
                            step(() -> next(outcome, uri, redirects));
                        });
        if (ended.get()) {
            abandon.run();
        }
    }

    private void next(AttemptOutcome outcome, URI from, int redirects) {
        if (outcome instanceof Done done) {
            finish(done.format(), from);
        } else if (outcome instanceof Redirect redirect) {
            if (redirects == MAX_REDIRECTS) {
                fail(
                        "it was redirected more than " + MAX_REDIRECTS + " times",
                        DownloadAdvice.NOT_A_VIDEO,
                        0,
                        null);
            } else {
                URI target = parts.guard().follow(from, redirect.location(), request.taskId());
                fetch(target, redirects + 1);
            }
        } else if (outcome instanceof Again again) {
            again(again);
        } else if (outcome instanceof Expired expired) {
            refresh(expired);
        } else {
            fail((Refused) outcome);
        }
    }

    private void again(Again again) {
        if (attempts < settings.attempts()) {
            schedule(
                    () -> step(this::attempt),
                    RetryDelay.after(settings.retryDelay(), attempts, again.retryAfter()));
        } else {
            String after = attempts > 1 ? " (the last of " + attempts + " attempts)" : "";
            fail(again.problem() + after, DownloadAdvice.AGAIN, again.status(), again.cause());
        }
    }

    private void refresh(Expired expired) {
        if (refreshed || request.freshUrl() == null) {
            fail(
                    expired.problem() + (refreshed ? ", and so was the fresh one" : ""),
                    DownloadAdvice.EXPIRED,
                    expired.status(),
                    null);
            return;
        }
        refreshed = true;
        request.freshUrl()
                .get()
                .whenComplete((fresh, failure) -> step(() -> restart(fresh, failure, expired)));
    }

    private void restart(String fresh, Throwable failure, Expired expired) {
        if (fresh == null) {
            fail(
                    expired.problem() + ", and no fresh one could be read",
                    DownloadAdvice.EXPIRED,
                    expired.status(),
                    failure);
            return;
        }
        link = fresh;
        state.startOver();
        attempt();
    }

    private void finish(VideoFormat format, URI from) {
        SpooledVideo video =
                new SpooledVideo(
                        file.path(),
                        state.received(),
                        format.contentType(),
                        FileNames.video(request.taskId(), from, format.extension()));
        if (end() && !result.complete(video)) {
            cleanUp(); // it was cancelled at the last moment
        }
    }

    /** Runs a step on the worker pool; whatever it throws ends the download. */
    private void step(Runnable step) {
        try {
            parts.worker()
                    .execute(
                            () -> {
                                try {
                                    step.run();
                                } catch (SeedanceDownloadException e) {
                                    fail(e);
                                } catch (RuntimeException | Error e) {
                                    fail("an unexpected error: " + e, DownloadAdvice.AGAIN, 0, e);
                                }
                            });
        } catch (RejectedExecutionException e) {
            fail((Refused) Breakage.closed(e));
        }
    }

    private void schedule(Runnable step, Duration delay) {
        try {
            Future<?> timer = parts.timer().schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
            result.whenComplete((video, failure) -> timer.cancel(false));
        } catch (RejectedExecutionException e) {
            fail((Refused) Breakage.closed(e));
        }
    }

    private void fail(Refused refused) {
        fail(refused.problem(), refused.advice(), refused.status(), refused.cause());
    }

    private void fail(String problem, String advice, int status, Throwable cause) {
        String whose = request.taskId() == null ? "" : " of task " + request.taskId();
        fail(
                new SeedanceDownloadException(
                        "The video"
                                + whose
                                + " could not be fetched from "
                                + Redaction.url(link)
                                + ": "
                                + problem
                                + ". "
                                + advice
                                + ".",
                        request.taskId(),
                        status,
                        cause));
    }

    /** Whoever hears of the failure finds no file any more. */
    private void fail(SeedanceDownloadException failure) {
        if (end()) {
            cleanUp();
            result.completeExceptionally(failure);
        }
    }

    /** Whether this is the end, and not something that comes behind it. */
    private boolean end() {
        return ended.compareAndSet(false, true);
    }

    private synchronized void cleanUp() {
        running.run();
        if (file != null) {
            try {
                file.delete();
            } catch (IOException e) {
                LOG.warn("The spool file {} could not be deleted", file.path(), e);
            }
        }
    }
}
