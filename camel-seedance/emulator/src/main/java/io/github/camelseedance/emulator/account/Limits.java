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
package io.github.camelseedance.emulator.account;

/**
 * How much the service lets a key and an account do. What is changed here holds from the next call
 * on, until a reset. Each may be 0 or more; anything below is refused with {@link
 * IllegalArgumentException}. Thread-safe.
 */
public final class Limits {

    private final int initialRequestsPerSecond;
    private final int initialConcurrentTasks;
    private final int initialUploadSlots;
    private volatile int requestsPerSecond;
    private volatile int concurrentTasks;
    private volatile int uploadSlots;

    /**
     * @param requestsPerSecond see {@link #requestsPerSecond(int)}
     * @param concurrentTasks see {@link #concurrentTasks(int)}
     * @param uploadSlots see {@link #uploadSlots(int)}
     * @throws IllegalArgumentException when one is negative
     */
    public Limits(int requestsPerSecond, int concurrentTasks, int uploadSlots) {
        initialRequestsPerSecond = notNegative("requestsPerSecond", requestsPerSecond);
        initialConcurrentTasks = notNegative("concurrentTasks", concurrentTasks);
        initialUploadSlots = notNegative("uploadSlots", uploadSlots);
        reset();
    }

    private static int notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + " but must be 0 or more");
        }
        return value;
    }

    /**
     * How many requests each key may send in any second of emulated time; 0 is no limit. Above it
     * calls of the API and of the file API answer 429 {@code rate_limit_exceeded}.
     */
    public void requestsPerSecond(int requests) {
        requestsPerSecond = notNegative("requestsPerSecond", requests);
    }

    /** Requests in a second for each key; 0 is no limit. */
    public int requestsPerSecond() {
        return requestsPerSecond;
    }

    /**
     * How many tasks of each key may be unfinished; 0 is no limit. Above it creates answer 429
     * {@code rate_limit_exceeded}.
     */
    public void concurrentTasks(int tasks) {
        concurrentTasks = notNegative("concurrentTasks", tasks);
    }

    /** Unfinished tasks for each key; 0 is no limit. */
    public int concurrentTasks() {
        return concurrentTasks;
    }

    /** How many uploaded files each account may hold; 0 lets every upload fail. */
    public void uploadSlots(int slots) {
        uploadSlots = notNegative("uploadSlots", slots);
    }

    /** Uploaded files for each account. */
    public int uploadSlots() {
        return uploadSlots;
    }

    /** Back to what the emulator was built with. */
    void reset() {
        requestsPerSecond = initialRequestsPerSecond;
        concurrentTasks = initialConcurrentTasks;
        uploadSlots = initialUploadSlots;
    }
}
