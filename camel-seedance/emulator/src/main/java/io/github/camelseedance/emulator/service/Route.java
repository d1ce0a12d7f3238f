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
package io.github.camelseedance.emulator.service;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call with what surrounds it.
 *
 * @param phase whose faults it meets, null for none
 * @param keyed whether it needs the API key
 * @param recorded whether it is a call of the service, which the journal keeps
 * @param maxBody bytes that a request may have
 * @param refusal how it words a refusal
 */
public record Route(
        Phase phase,
        boolean keyed,
        boolean recorded,
        long maxBody,
        Function<ApiError, Reply> refusal,
        Action action) {

    private static final Logger LOG = LoggerFactory.getLogger(Route.class);

    /** The true answer, which may be a refusal; the stage never fails. */
    public CompletionStage<Reply> answer(RecordedRequest request) {
        return acted(request).exceptionally(this::failed);
    }

    private CompletionStage<Reply> acted(RecordedRequest request) {
        try {
            if (keyed && !request.authorizationValid()) {
                throw ApiError.unauthorized();
            }
            return action.answer(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A refusal in the words of this call. */
    public Reply refused(ApiError error) {
        return refusal.apply(error);
    }

    private Reply failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof ApiError known) {
            return refused(known);
        }
        LOG.error("The emulator failed", cause);
        return refused(new ApiError(500, "internal_error", "api_error", null, cause.toString()));
    }
}
