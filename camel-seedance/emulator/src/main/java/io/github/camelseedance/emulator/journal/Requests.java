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
package io.github.camelseedance.emulator.journal;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Requests of the {@link Journal} at one moment, in the order of their arrival: a list that can be
 * narrowed down and counted.
 *
 * <pre>{@code
 * emulator.journal().creates().withKey("order-number-4711").assertCount(1);
 * emulator.journal().polls(taskId).assertAtMost(20);
 * }</pre>
 */
public final class Requests extends AbstractList<RecordedRequest> {

    private static final int SHOWN = 20;

    private final List<RecordedRequest> all;
    private final List<RecordedRequest> requests;
    private final List<String> conditions;

    Requests(List<RecordedRequest> all) {
        this(all, all, List.of());
    }

    private Requests(
            List<RecordedRequest> all, List<RecordedRequest> requests, List<String> conditions) {
        this.all = all;
        this.requests = requests;
        this.conditions = conditions;
    }

    @Override
    public RecordedRequest get(int index) {
        return requests.get(index);
    }

    @Override
    public int size() {
        return requests.size();
    }

    /** Those of an HTTP method, as {@code POST}, in capitals or not. */
    public Requests method(String method) {
        return only(method, request -> request.method().equalsIgnoreCase(method));
    }

    /** Those whose path begins so, as {@code /v1/tasks/}; the query does not count. */
    public Requests path(String prefix) {
        return only(prefix, request -> request.path().startsWith(prefix));
    }

    /** Those that name a task: its single reads, its batch reads, the downloads of its video. */
    public Requests forTask(String id) {
        return only("task " + id, request -> request.names(id));
    }

    /** Those with this Idempotency-Key. */
    public Requests withKey(String idempotencyKey) {
        return withHeader("Idempotency-Key", idempotencyKey);
    }

    /** Those with a header that has this value, alone or among others. */
    public Requests withHeader(String name, String value) {
        return only(
                name + ": " + value,
                request -> request.headers().getOrDefault(name, List.of()).contains(value));
    }

    /** Those answered with an HTTP status. */
    public Requests answered(int status) {
        return only(
                "answered " + status,
                request -> request.answer() != null && request.answer().status() == status);
    }

    /** Those without an answer: reset, never answered by a fault, or still being worked on. */
    public Requests unanswered() {
        return only(
                "unanswered",
                request -> request.answer() == null || request.answer().status() == Answer.NONE);
    }

    private Requests only(String condition, Predicate<RecordedRequest> wanted) {
        List<String> longer = new ArrayList<>(conditions);
        longer.add(condition);
        return new Requests(all, requests.stream().filter(wanted).toList(), longer);
    }

    /**
     * @return this
     * @throws AssertionError when there are more or fewer
     */
    public Requests assertCount(int wanted) {
        return check(size() == wanted, String.valueOf(wanted));
    }

    /**
     * @return this
     * @throws AssertionError when there are more
     */
    public Requests assertAtMost(int most) {
        return check(size() <= most, "at most " + most);
    }

    /**
     * @return this
     * @throws AssertionError when there is any
     */
    public Requests assertNone() {
        return check(isEmpty(), "none");
    }

    private Requests check(boolean holds, String wanted) {
        if (!holds) {
            throw new AssertionError(
                    "Requests"
                            + (conditions.isEmpty() ? "" : " " + conditions)
                            + ": expected "
                            + wanted
                            + ", but there "
                            + found());
        }
        return this;
    }

    /** What there is; where nothing matches, what there is instead. */
    private String found() {
        if (!isEmpty()) {
            return (size() == 1 ? "is 1:" : "are " + size() + ":") + lines(requests);
        }
        return all.isEmpty()
                ? "is none, nor any other request"
                : "is none; all requests:" + lines(all);
    }

    private static String lines(List<RecordedRequest> requests) {
        StringBuilder lines = new StringBuilder();
        requests.stream().limit(SHOWN).forEach(request -> lines.append("\n  ").append(request));
        int more = requests.size() - SHOWN;
        return more > 0 ? lines + "\n  and " + more + " more" : lines.toString();
    }
}
