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
package io.github.camelseedance.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.api.ApiError;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceRefusedException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/** Calls that cost nothing and answer a JSON object; every other answer is an exception. */
final class JsonCalls {
    private final HttpCalls calls;
    private final ObjectMapper mapper;
    private final ErrorReader errors;

    JsonCalls(HttpCalls calls, ObjectMapper mapper, ErrorReader errors) {
        this.calls = calls;
        this.mapper = mapper;
        this.errors = errors;
    }

    /**
     * One call.
     *
     * @param what what is asked for, in words: "Reading a task"
     * @param taskId the task that is meant, or null
     * @param option the name of the option that holds the time-out
     */
    record Call(String what, Account account, URI base, String taskId, String option) {}

    /**
     * Sends it.
     *
     * @param body or null
     * @param reader takes the answer from the JSON; null where it is not in there
     * @return the answer; fails with {@link SeedanceException} only
     */
    <T> CompletableFuture<T> send(
            Call call,
            HttpRequest request,
            AsyncEntityProducer body,
            Duration timeout,
            Function<JsonNode, T> reader) {
        CompletableFuture<T> result = new CompletableFuture<>();
        calls.send(request, body, call.option(), timeout)
                .whenComplete(
                        (answer, failure) -> {
                            try {
                                result.complete(read(call, answer, failure, reader));
                            } catch (SeedanceException e) {
                                result.completeExceptionally(e);
                            } catch (RuntimeException e) {
                                result.completeExceptionally(
                                        new SeedanceException(
                                                call.what() + " failed on this side: " + e,
                                                call.taskId(),
                                                e));
                            }
                        });
        return result;
    }

    private <T> T read(Call call, Answer answer, Throwable failure, Function<JsonNode, T> reader) {
        if (failure != null) {
            throw CallFailure.exception(call.what(), call.base(), call.taskId(), failure);
        }
        JsonNode body = Json.object(mapper, answer.body());
        boolean denied = body.path("success").isBoolean() && !body.path("success").asBoolean();
        T value = answer.success() && !denied ? reader.apply(body) : null;
        if (value != null) {
            return value;
        }
        ApiError error = errors.read(answer, call.account().apiKey());
        if (!answer.success() || denied || body.hasNonNull("error")) {
            throw new SeedanceRefusedException(
                    call.what(),
                    error,
                    Advice.retryable(error.httpStatus()),
                    Advice.forStatus(error.httpStatus()),
                    call.taskId(),
                    null);
        }
        throw new SeedanceException(
                call.what()
                        + " failed: the answer of "
                        + call.base().getHost()
                        + " does not hold what was asked for: "
                        + error
                        + ". Check that the base URL is the service's; it may also pass: try again"
                        + " later.",
                call.taskId(),
                null);
    }
}
