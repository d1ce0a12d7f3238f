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
package io.github.camelseedance.emulator.http;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.fault.AnswerFault;
import io.github.camelseedance.emulator.fault.ChangeFault;
import io.github.camelseedance.emulator.fault.ConnectionFault;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Fault.Reached;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.service.Changes;
import io.github.camelseedance.emulator.service.Reply;
import io.github.camelseedance.emulator.service.Resets;
import io.github.camelseedance.emulator.service.Route;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The answer to one request as its fault leaves it. */
final class FaultyAnswer {

    private final Route route;
    private final Resets.Span span;
    private final Wire wire;
    private final ScheduledExecutorService timer;

    FaultyAnswer(Route route, Resets.Span span, Wire wire, ScheduledExecutorService timer) {
        this.route = route;
        this.span = span;
        this.wire = wire;
        this.timer = timer;
    }

    /** Answers with a refusal that no fault touches. */
    void refuse(ApiError error) {
        wire.send(route.refused(error));
    }

    /** What happens when the request is read: its fault decides how far it gets. */
    void meet(Fault fault, RecordedRequest request) {
        if (fault instanceof AnswerFault other) {
            after(OtherAnswers.isAfterEffect(other), request, () -> send(other));
        } else if (fault instanceof ConnectionFault.Delay delay) {
            later(delay.duration(), () -> meet(delay.then(), request));
        } else if (fault instanceof ConnectionFault.AnswerLate late) {
            answer(request).thenAccept(reply -> later(late.duration(), () -> wire.send(reply)));
        } else if (fault instanceof ConnectionFault.Reset reset) {
            after(reset.reached() == Reached.EFFECT, request, wire::reset);
        } else if (fault instanceof ConnectionFault.Hang hang) {
            after(hang.reached() == Reached.EFFECT, request, wire::hang);
        } else if (fault instanceof ChangeFault.IgnoreRange) {
            answer(request.withoutHeader("Range")).thenAccept(wire::send);
        } else if (fault instanceof ChangeFault change) {
            answer(request).thenAccept(reply -> send(change, reply));
        } else {
            answer(request).thenAccept(wire::send);
        }
    }

    /** The true answer, unless it would come after a reset. */
    private CompletionStage<Reply> answer(RecordedRequest request) {
        try {
            return span.within(() -> route.answer(request));
        } catch (ApiError reset) {
            return CompletableFuture.completedFuture(route.refused(reset));
        }
    }

    private void later(Duration delay, Runnable work) {
        timer.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void after(boolean effect, RecordedRequest request, Runnable then) {
        if (effect) {
            answer(request).thenAccept(reply -> then.run());
        } else {
            then.run();
        }
    }

    private void send(AnswerFault fault) {
        Reply reply = OtherAnswers.of(fault, route);
        if (fault instanceof AnswerFault.Answer answer && answer.announced().isPresent()) {
            wire.sendAnnouncing(reply, answer.announced().getAsLong());
        } else {
            wire.send(reply);
        }
    }

    private void send(ChangeFault fault, Reply reply) {
        if (fault instanceof ChangeFault.Truncate truncate) {
            wire.send(reply.truncated(truncate.bytes()));
        } else if (fault instanceof ChangeFault.CutAt cut) {
            wire.sendAnnouncing(reply.truncated(cut.bytes()), reply.length());
        } else if (fault instanceof ChangeFault.WrongLength wrong) {
            wire.sendAnnouncing(reply, Math.max(0, reply.length() + wrong.delta()));
        } else if (fault instanceof ChangeFault.RangeWithoutContentRange) {
            wire.send(reply.without("Content-Range"));
        } else if (fault instanceof ChangeFault.Dripping drip) {
            wire.drip(reply, drip.bytes(), drip.pause());
        } else {
            wire.send(Changes.apply(fault, reply));
        }
    }
}
