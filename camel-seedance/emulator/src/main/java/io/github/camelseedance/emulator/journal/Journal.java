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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Every request that arrived, in the order in which their bodies were complete, those that a fault
 * answered or cut included. Bounded: above its capacity the oldest go. Thread-safe.
 */
public final class Journal {

    private static final long MAX_BYTES = 256L * 1024 * 1024;

    private final int capacity;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private long bytes;

    /**
     * @param capacity requests kept
     */
    public Journal(int capacity) {
        this.capacity = capacity;
    }

    public synchronized void add(RecordedRequest request) {
        requests.addLast(request);
        bytes += request.body().length;
        while (requests.size() > capacity || (bytes > MAX_BYTES && requests.size() > 1)) {
            bytes -= requests.removeFirst().body().length;
        }
    }

    public synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Requests that ask for a generation. */
    public List<RecordedRequest> creates() {
        return select("POST", "/v1/videos/generations");
    }

    /** Reads of one task. */
    public List<RecordedRequest> statusReads() {
        return select("GET", "/v1/tasks/");
    }

    /** Reads of up to 50 tasks at once. */
    public List<RecordedRequest> batchReads() {
        return select("POST", "/v1/tasks/batch");
    }

    public long count(String method, String pathPrefix) {
        return select(method, pathPrefix).size();
    }

    private List<RecordedRequest> select(String method, String pathPrefix) {
        Predicate<RecordedRequest> wanted =
                r -> r.method().equals(method) && r.path().startsWith(pathPrefix);
        return requests().stream().filter(wanted).toList();
    }

    public synchronized void clear() {
        requests.clear();
        bytes = 0;
    }
}
