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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Every request that arrived, in the order in which their bodies were complete, those that a fault
 * answered or cut included. Bounded: above its capacity the oldest go. Thread-safe.
 */
public final class Journal {

    private static final long MAX_BYTES = 256L * 1024 * 1024;
    private static final String CREATES = "/v1/videos/generations";
    private static final String READS = "/v1/tasks/";
    private static final String BATCH = "/v1/tasks/batch";

    private final int capacity;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private int connections;

    /**
     * @param capacity requests kept
     */
    public Journal(int capacity) {
        this.capacity = capacity;
    }

    /** A request's place in the journal, where its answer is written down too. */
    public static final class Entry {

        private volatile RecordedRequest request;

        private Entry(RecordedRequest request) {
            this.request = request;
        }

        /**
         * Tells the answer. To be called just before it goes out, so that who has it finds it here.
         *
         * @param status {@link Answer#NONE} when nothing goes out
         * @param fault the text of the fault that the request met, empty for none
         */
        public void answered(int status, String fault) {
            Duration after = Duration.ofNanos(System.nanoTime() - request.receivedNanos());
            request = request.withAnswer(new Answer(status, fault, after));
        }
    }

    public synchronized Entry add(RecordedRequest request) {
        Entry entry = new Entry(request);
        entries.addLast(entry);
        bytes += request.body().length;
        while (entries.size() > capacity || (bytes > MAX_BYTES && entries.size() > 1)) {
            bytes -= entries.removeFirst().request.body().length;
        }
        return entry;
    }

    /** Counts a connection that a client has just opened. */
    public synchronized void connected() {
        connections++;
    }

    /**
     * How many connections clients have opened since the beginning or the last {@link #clear()},
     * those without a request and those to the control API included.
     */
    public synchronized int connections() {
        return connections;
    }

    /** All requests until now; what arrives later is not in it. */
    public synchronized Requests requests() {
        return new Requests(entries.stream().map(entry -> entry.request).toList());
    }

    /** Requests that ask for a generation. */
    public Requests creates() {
        return select("POST", CREATES);
    }

    /** Reads of one task. */
    public Requests statusReads() {
        return select("GET", READS);
    }

    /** Reads of up to 50 tasks at once. */
    public Requests batchReads() {
        return select("POST", BATCH);
    }

    /** Reads of this task, alone or together with others. */
    public Requests polls(String taskId) {
        return requests().path(READS).forTask(taskId);
    }

    /** How many requests there are of an HTTP method whose path begins so. */
    public long count(String method, String pathPrefix) {
        return select(method, pathPrefix).size();
    }

    private Requests select(String method, String pathPrefix) {
        return requests().method(method).path(pathPrefix);
    }

    /** Forgets all requests. */
    public synchronized void clear() {
        entries.clear();
        bytes = 0;
        connections = 0;
    }
}
