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

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an endpoint does, and which options it can honour. */
public enum Operation {
    SUBMIT(
            Options.PRODUCER,
            Options.REQUEST,
            Options.SUBMIT,
            Options.CALLBACK,
            Set.of("track", "group")),
    STATUS(Options.PRODUCER),
    GENERATE(
            Options.PRODUCER,
            Options.REQUEST,
            Options.SUBMIT,
            Options.CALLBACK,
            Set.of("waitTimeout", "group")),
    AWAIT(Options.PRODUCER, Options.CALLBACK, Set.of("waitTimeout")),
    UPLOAD(Options.PRODUCER, Set.of("imagePublisher", "validation")),
    DOWNLOAD(Options.PRODUCER, Set.of("maxDownloadSize", "spoolDirectory")),
    CREDITS(Options.PRODUCER),
    COMPLETION(
            Options.CALLBACK,
            Set.of(
                    "group",
                    "maxInFlight",
                    "maxMessagesPerPoll",
                    "maximumRedeliveries",
                    "redeliveryDelay",
                    "repositoryScanInterval",
                    "initialDelay",
                    "startScheduler",
                    "pollStrategy",
                    "runLoggingLevel",
                    "scheduledExecutorService",
                    "sendEmptyMessageWhenIdle",
                    "exceptionHandler",
                    "exchangePattern",
                    "bridgeErrorHandler"));

    private final Set<String> options;

    @SafeVarargs
    @SuppressWarnings("varargs")
    Operation(Set<String>... options) {
        this.options =
                Stream.concat(Stream.of(Options.COMMON), Arrays.stream(options))
                        .flatMap(Set::stream)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the operation starts a route rather than being called by one. */
    public boolean isConsumer() {
        return this == COMPLETION;
    }

    /** The names of the options that this operation honours. */
    public Set<String> options() {
        return options;
    }

    /** The word that stands in endpoint URIs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The operation of an endpoint URI.
     *
     * @throws IllegalArgumentException for any other word, with those that are allowed
     */
    public static Operation of(String word) {
        return Arrays.stream(values())
                .filter(operation -> operation.toString().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Unknown operation '"
                                                + word
                                                + "'; use seedance:<operation> with one of "
                                                + Arrays.toString(values())));
    }

    private static final class Options {
        static final Set<String> COMMON =
                Set.of(
                        "apiKey",
                        "account",
                        "baseUrl",
                        "filesBaseUrl",
                        "taskRepository",
                        "dataSource");
        static final Set<String> PRODUCER = Set.of("lazyStartProducer");
        static final Set<String> REQUEST =
                Set.of(
                        "model",
                        "prompt",
                        "duration",
                        "quality",
                        "aspectRatio",
                        "generateAudio",
                        "contentFilter",
                        "callbackUrl",
                        "validation");
        static final Set<String> CALLBACK =
                Set.of(
                        "callbackBaseUrl",
                        "callbackPath",
                        "callbackSecret",
                        "callbackPreviousSecret",
                        "httpServerComponent");
        static final Set<String> SUBMIT =
                Set.of("idempotencyKey", "ambiguousSubmit", "submitTimeout", "imagePublisher");
    }
}
