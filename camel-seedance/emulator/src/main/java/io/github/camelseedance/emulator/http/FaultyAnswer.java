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
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Fault.Reached;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The answer to one request as its fault leaves it. */
final class FaultyAnswer {

    private final Route route;
    private final Wire wire;
    private final ScheduledExecutorService timer;

    FaultyAnswer(Route route, Wire wire, ScheduledExecutorService timer) {
        this.route = route;
        this.wire = wire;
        this.timer = timer;
    }

    /** Answers with a refusal that no fault touches. */
    void refuse(ApiError error) {
        wire.send(route.refusal().apply(error));
    }

    /** What happens when the request is read: its fault decides how far it gets. */
    void meet(Fault fault, RecordedRequest request) {
        if (fault instanceof Fault.Delay delay) {
            timer.schedule(
                    () -> meet(delay.then(), request),
                    delay.duration().toNanos(),
                    TimeUnit.NANOSECONDS);
        } else if (fault instanceof Fault.Answer answer) {
            Reply reply = Reply.of(answer.status(), answer.contentType(), answer.body());
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                reply = reply.with(header.getKey(), header.getValue());
            }
            Reply instead = reply;
            after(answer.reached(), request, () -> wire.send(instead));
        } else if (fault instanceof Fault.Reset reset) {
            after(reset.reached(), request, wire::reset);
        } else if (fault instanceof Fault.Hang hang) {
            after(hang.reached(), request, wire::hang);
        } else if (fault instanceof Fault.IgnoreRange) {
            route.answer(request.withoutHeader("Range")).thenAccept(wire::send);
        } else {
            route.answer(request).thenAccept(reply -> spoil(fault, reply));
        }
    }

    private void after(Reached reached, RecordedRequest request, Runnable then) {
        if (reached == Reached.EFFECT) {
            route.answer(request).thenAccept(reply -> then.run());
        } else {
            then.run();
        }
    }

    /** What happens to the true answer. */
    private void spoil(Fault fault, Reply reply) {
        if (fault instanceof Fault.Truncate truncate) {
            wire.send(reply.truncated(truncate.bytes()));
        } else if (fault instanceof Fault.CutAt cut && cut.bytes() < reply.length()) {
            wire.sendAnnouncing(reply.truncated(cut.bytes()), reply.length());
        } else if (fault instanceof Fault.WrongLength wrong) {
            wire.sendAnnouncing(reply, Math.max(0, reply.length() + wrong.delta()));
        } else if (fault instanceof Fault.RangeWithoutContentRange) {
            wire.send(reply.without("Content-Range"));
        } else if (fault instanceof Fault.Dripping drip) {
            wire.drip(reply, drip.bytes(), drip.pause());
        } else {
            wire.send(reply);
        }
    }
}
