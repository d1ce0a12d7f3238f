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

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.api.ApiError;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import io.github.camelseedance.api.http.CreateOutcome.Ambiguous;
import io.github.camelseedance.api.http.CreateOutcome.NotAccepted;
import io.github.camelseedance.api.http.CreateOutcome.Refused;
import io.github.camelseedance.api.http.CreateOutcome.Unsettled;
import java.util.Locale;

/**
 * Decides what is known after a create call. It errs on one side only: what is not proven is {@link
 * Ambiguous}.
 */
final class CreateClassifier {
    private static final String WHAT = "Creating a task";

    private final ObjectMapper mapper;
    private final ErrorReader errors;

    CreateClassifier(ObjectMapper mapper, ErrorReader errors) {
        this.mapper = mapper;
        this.errors = errors;
    }

    /**
     * What is known now.
     *
     * @param answer or null
     * @param failure why there is no answer, or null
     * @param unasked whether the client was never asked for the request's bytes, as when there is
     *     no connection, or a proxy answers in the service's place
     */
    CreateOutcome outcome(
            Account account, String key, Answer answer, Throwable failure, boolean unasked) {
        if (failure != null) {
            return failed(account, key, failure, unasked);
        }
        try {
            return answered(account, key, answer, unasked);
        } catch (RuntimeException e) {
            // An answer that breaks its reader says nothing, and nothing must get lost over it.
            return failed(account, key, e, unasked);
        }
    }

    private CreateOutcome answered(Account account, String key, Answer answer, boolean unasked) {
        if (answer.success()) {
            VideoTask task = TaskReader.read(Json.object(mapper, answer.body()));
            if (task != null) {
                return new Accepted(
                        task, "true".equalsIgnoreCase(answer.header("Idempotency-Replayed")));
            }
        }
        ApiError error = errors.read(answer, account.apiKey());
        int status = error.httpStatus();
        if (status == 429 || unasked) {
            return new NotAccepted(refused(error, true), error.retryAfter());
        }
        if (AdmissionCodes.prove(status, error.code())) {
            return new Refused(refused(error, false));
        }
        String code = error.code() == null ? "" : error.code().toLowerCase(Locale.ROOT);
        if (status == 409 && code.equals("paid_outcome_unknown")) {
            return new Unsettled(
                    refused(
                            error,
                            true,
                            "The first call with this key is not settled yet: ask again with the"
                                    + " same key after a minute."));
        }
        return new Ambiguous(
                new SeedanceOutcomeUnknownException(
                        key,
                        why(error, code),
                        refused(
                                error,
                                Advice.retryable(status),
                                "It may have been accepted nevertheless.")));
    }

    private CreateOutcome failed(Account account, String key, Throwable failure, boolean unasked) {
        if (unasked) {
            SeedanceException cause =
                    CallFailure.exception(
                            WHAT + " (nothing was sent)", account.baseUrl(), null, failure);
            return new NotAccepted(cause, null);
        }
        return new Ambiguous(
                new SeedanceOutcomeUnknownException(
                        key,
                        "it was sent, but " + CallFailure.describe(account.baseUrl(), failure),
                        failure));
    }

    private static String why(ApiError error, String code) {
        if (error.httpStatus() < 300) {
            return "the service answered without a task id: " + error;
        }
        if (error.httpStatus() == 409 && code.equals("idempotency_conflict")) {
            return "the service knows this key with another request, so something was sent with it"
                    + " before: "
                    + error;
        }
        boolean elsewhere =
                error.httpStatus() < 400 || error.httpStatus() == 404 || error.httpStatus() == 405;
        return "the service answered with an error that does not prove a refusal: "
                + error
                + (elsewhere ? "; check that baseUrl is the address of the service" : "");
    }

    private static SeedanceRefusedException refused(ApiError error, boolean retryable) {
        return refused(error, retryable, Advice.forStatus(error.httpStatus()));
    }

    private static SeedanceRefusedException refused(
            ApiError error, boolean retryable, String advice) {
        return new SeedanceRefusedException(WHAT, error, retryable, advice, null, null);
    }
}
