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
package io.github.camelseedance.emulator.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One task. Guarded by its {@link TaskStore}. */
final class Task {

    /** How long a link to a video lives after the task completed. */
    private static final Duration LINK_LIFE = Duration.ofHours(24);

    /** Part of the run time that a task stays pending. */
    private static final double PENDING_PART = 0.05;

    private static final int ALMOST = 99;
    private static final int HALF = 50;

    /** In the order of creation. */
    final long number;

    final String id;
    final TaskOrder order;
    final BigDecimal credits;
    final Instant created;

    /** When it ends, or would if it were not to run for ever; null when reads move it. */
    final Instant due;

    final Outcome planned;

    /** Ends with its video's rendering. */
    CompletableFuture<?> video;

    int reads;
    JsonNode scriptedAnswer;
    private Outcome end;
    private Instant ended;
    private Instant linkExpires;

    Task(
            long number,
            String id,
            TaskOrder order,
            BigDecimal credits,
            Instant created,
            Instant due,
            Outcome planned) {
        this.number = number;
        this.id = id;
        this.order = order;
        this.credits = credits;
        this.created = created;
        this.due = due;
        this.planned = planned;
    }

    /** Whether nothing but a test's hand ends it. */
    boolean isEndless() {
        return planned.status() == null;
    }

    boolean hasEnded() {
        return end != null;
    }

    /** Whether it is to end with a video that is not there yet. */
    boolean isToBeRendered() {
        return planned.hasVideo() && !video.isDone();
    }

    /** What was planned, unless that is a video which cannot be. */
    Outcome outcome() {
        return planned.hasVideo() && video.isCompletedExceptionally()
                ? Outcome.failed("service_error", "The video could not be rendered")
                : planned;
    }

    void end(Outcome outcome, Instant at) {
        end = outcome;
        ended = at;
        if (linkExpires == null) {
            linkExpires = at.plus(LINK_LIFE);
        }
    }

    void expireLink(Instant at) {
        linkExpires = at;
    }

    boolean isLinkAlive(Instant now) {
        return results() > 0 && now.isBefore(linkExpires);
    }

    int results() {
        return hasEnded() ? end.results() : 0;
    }

    /** Why it failed; null unless it did. */
    TaskError error() {
        return hasEnded() ? end.error() : null;
    }

    TaskStatus status(Instant now) {
        if (hasEnded()) {
            return end.status();
        }
        boolean begun = due == null ? reads > 0 : part(now) >= PENDING_PART;
        return begun ? TaskStatus.PROCESSING : TaskStatus.PENDING;
    }

    int progress(Instant now) {
        return switch (status(now)) {
            case COMPLETED -> 100;
            case PROCESSING ->
                    due == null ? HALF : Math.min(ALMOST, Math.max(1, (int) (part(now) * 100)));
            case PENDING, FAILED, CANCELLED -> 0;
        };
    }

    private double part(Instant now) {
        return seconds(Duration.between(created, now)) / seconds(Duration.between(created, due));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    TaskView view(Instant now) {
        return new TaskView(
                id,
                order.idempotencyKey(),
                order.request(),
                status(now),
                progress(now),
                created,
                isEndless() ? null : due,
                ended,
                error(),
                results(),
                results() > 0 ? linkExpires : null,
                order.account().name(),
                order.credential().label(),
                credits.doubleValue());
    }
}
