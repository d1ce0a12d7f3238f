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

import io.github.camelseedance.media.AnswerHead.Ends;
import io.github.camelseedance.media.AnswerHead.Text;
import io.github.camelseedance.media.AnswerHead.Video;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStreamResetException;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Takes one answer. The I/O thread only judges the head and copies bytes; a worker writes them, in
 * order, and the far side is let send no more than {@value #BUFFER} bytes ahead of the disk.
 */
final class VideoResponseConsumer implements AsyncResponseConsumer<Void>, FutureCallback<Void> {
    private static final int BUFFER = 512 * 1024;

    private final ResumeState state;
    private final VideoSink sink;
    private final long maxDownloadSize;
    private final SerialWorker worker;
    private final CompletableFuture<AttemptOutcome> outcome = new CompletableFuture<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private AnswerHead head;
    private FutureCallback<Void> exchange;
    private CapacityChannel capacity;
    private int free = BUFFER;

    VideoResponseConsumer(
            ResumeState state, VideoSink sink, long maxDownloadSize, Executor worker) {
        this.state = state;
        this.sink = sink;
        this.maxDownloadSize = maxDownloadSize;
        this.worker = new SerialWorker(worker);
    }

    /** How the attempt ends; once it has, the exchange may be cancelled. Never fails. */
    CompletableFuture<AttemptOutcome> outcome() {
        return outcome;
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            EntityDetails entity,
            HttpContext context,
            FutureCallback<Void> resultCallback)
            throws HttpStreamResetException {
        exchange = resultCallback;
        head = AnswerHead.judge(response, entity, state, maxDownloadSize);
        if (head instanceof Video) {
            onWorker(sink::begin);
        }
        if (entity == null) {
            streamEnd(null);
        } else if (head instanceof Ends ends) {
            outcome.complete(ends.outcome());
            goOnIfWanted();
        }
    }

    @Override
    public void consume(ByteBuffer source) throws HttpStreamResetException {
        goOnIfWanted();
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        if (head instanceof Video) {
            onWorker(
                    () -> {
                        Optional<AttemptOutcome> end = sink.write(bytes);
                        release(bytes.length);
                        return end;
                    });
        } else if (head instanceof Text answer) {
            text.write(bytes, 0, Math.min(bytes.length, TextExcerpt.MAX_BYTES - text.size()));
            if (text.size() == TextExcerpt.MAX_BYTES) {
                complete(answer);
                goOnIfWanted();
            }
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
        exchange.completed(null); // before the outcome, which would cancel it: it can be used again
        if (head instanceof Video video) {
            onWorker(() -> Optional.of(sink.end(video.framed())));
        } else if (head instanceof Text answer) {
            complete(answer);
        } else if (head instanceof Ends ends) {
            outcome.complete(ends.outcome());
        }
    }

    @Override
    public void failed(Exception cause) {
        if (head instanceof Text answer) {
            complete(answer);
        } else {
            onWorker(() -> Optional.of(Breakage.outcome(cause, state.progress())));
        }
    }

    @Override
    public void cancelled() {
        outcome.complete(Breakage.closed(null));
    }

    @Override
    public synchronized void updateCapacity(CapacityChannel channel) throws IOException {
        capacity = channel;
        grant();
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
        // says nothing about the video
    }

    @Override
    public void completed(Void result) {
        // the body's end was heard of by streamEnd
    }

    @Override
    public void releaseResources() {
        // the file belongs to the download, which may need it for another attempt
    }

    /** Ends the attempt from outside; the connection goes at the latest when it is silent. */
    void abandon() {
        outcome.complete(Breakage.closed(null));
        release(1); // so that what comes next is seen, and refused, where the far side was held
        // back
    }

    /**
     * Lets go of the connection (over HTTP/2: of the stream) where the rest of the body is not
     * wanted. Cancelling the exchange is not enough where the client was given to us: see {@link
     * io.github.camelseedance.api.http.WholeCancellation}.
     */
    private void goOnIfWanted() throws HttpStreamResetException {
        if (outcome.isDone()) {
            throw new HttpStreamResetException("The rest of the answer is not wanted");
        }
    }

    private void complete(Text answer) {
        outcome.complete(answer.outcome().apply(TextExcerpt.of(text.toByteArray())));
    }

    /** Runs a step behind those before it, unless one of these has ended the attempt. */
    private void onWorker(Supplier<Optional<AttemptOutcome>> step) {
        try {
            worker.execute(
                    () -> {
                        if (!outcome.isDone()) {
                            run(step);
                        }
                    });
        } catch (RejectedExecutionException e) {
            outcome.complete(Breakage.closed(e));
        }
    }

    private void run(Supplier<Optional<AttemptOutcome>> step) {
        try {
            step.get().ifPresent(outcome::complete);
        } catch (RuntimeException | Error e) {
            outcome.complete(Breakage.outcome(e, state.progress()));
        }
    }

    private synchronized void release(int bytes) {
        free += bytes;
        try {
            grant();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void grant() throws IOException {
        if (capacity != null && free > 0) {
            int granted = free;
            free = 0;
            capacity.update(granted);
        }
    }
}
