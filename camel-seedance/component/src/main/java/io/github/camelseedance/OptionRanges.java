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
package io.github.camelseedance;

/**
 * Options whose value could only be a mistake are refused when the route starts. What the service
 * limits, such as the duration, is not looked at here: the validation of each request does that.
 */
final class OptionRanges {
    /** What a row of the task table holds. */
    private static final int MAX_NAME = 100;

    private OptionRanges() {}

    /**
     * Checks an endpoint's options.
     *
     * @throws IllegalArgumentException that names the option, its value and what is allowed
     */
    static void check(SeedanceConfiguration options) {
        text("account", options.getAccount());
        text("group", options.getGroup());
        if (options.getTaskRepository() != null && options.getDataSource() != null) {
            throw new IllegalArgumentException(
                    "taskRepository and dataSource are both set: each names the task table. Leave"
                            + " out one of them.");
        }
        time("submitTimeout", options.getSubmitTimeout());
        time("waitTimeout", options.getWaitTimeout());
        time("repositoryScanInterval", options.getRepositoryScanInterval());
        number("redeliveryDelay", options.getRedeliveryDelay(), 0);
        number("maximumRedeliveries", options.getMaximumRedeliveries(), 0);
        number("maxMessagesPerPoll", options.getMaxMessagesPerPoll(), 0);
        number("maxInFlight", options.getMaxInFlight(), 1);
        number("maxDownloadSize", options.getMaxDownloadSize(), 1);
    }

    /**
     * Checks what all endpoints share.
     *
     * @throws IllegalArgumentException that names the option, its value and what is allowed
     */
    static void check(SeedanceComponent component) {
        time("connectTimeout", component.getConnectTimeout());
        time("createTimeout", component.getCreateTimeout());
        time("readTimeout", component.getReadTimeout());
        time("uploadTimeout", component.getUploadTimeout());
        time("statusInterval", component.getStatusInterval());
        time("taskRetention", component.getTaskRetention());
        time("keyRetention", component.getKeyRetention());
        time("leaseTime", component.getLeaseTime());
        number("maxConnections", component.getMaxConnections(), 1);
        number("statusReadsPerSecond", component.getStatusReadsPerSecond(), 1);
        number("workerPoolSize", component.getWorkerPoolSize(), 1);
        number("repositoryPoolSize", component.getRepositoryPoolSize(), 1);
    }

    private static void text(String option, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    option + " is blank: give a name, or leave it out for 'default'");
        }
        if (value.length() > MAX_NAME || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    option
                            + " has "
                            + value.length()
                            + " characters or a control character: give a name of at most "
                            + MAX_NAME
                            + " plain characters");
        }
    }

    /** Camel reads a text that is no time at all as 0. */
    private static void time(String option, long millis) {
        if (millis <= 0) {
            throw new IllegalArgumentException(
                    option
                            + " is "
                            + millis
                            + " ms: it must be above 0, given as a time such as 30m, 90s or"
                            + " 500ms");
        }
    }

    private static void number(String option, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    option + " is " + value + ": it must be " + least + " or more");
        }
    }
}
