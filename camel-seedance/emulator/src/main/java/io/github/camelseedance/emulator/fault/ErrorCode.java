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
package io.github.camelseedance.emulator.fault;

import io.github.camelseedance.emulator.api.ApiError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error code of the service, with the HTTP status and the words that go with it.
 *
 * @param param the parameter at fault; null when it is none in particular
 */
public record ErrorCode(int status, String code, String type, String param, String message) {

    private static final String INVALID = "invalid_request_error";
    private static final String AUTHENTICATION = "authentication_error";
    private static final String QUOTA = "insufficient_quota";
    private static final String PERMISSION = "permission_error";
    private static final String RATE = "rate_limit_error";
    private static final String API = "api_error";

    private static final Map<String, ErrorCode> ALL = new LinkedHashMap<>();

    static {
        add(400, "invalid_request", INVALID, null, "The request is invalid");
        add(400, "invalid_parameter", INVALID, "duration", "A parameter is invalid");
        add(400, "invalid_parameters", INVALID, "duration", "Some parameters are invalid");
        add(400, "unsupported_parameters", INVALID, null, "A parameter is not supported");
        add(400, "invalid_media_url", INVALID, "image_urls", "An image URL cannot be used");
        add(400, "invalid_task_id", INVALID, "task_id", "The task id is invalid");
        add(400, "content_policy_violation", INVALID, "prompt", "The content is not allowed");
        add(400, "content_filter", INVALID, "prompt", "The content was filtered");
        add(400, "sensitive_content", INVALID, "prompt", "The content is sensitive");
        add(400, "moderation_blocked", INVALID, "prompt", "Moderation has blocked the request");
        add(400, "input_moderation_failed", INVALID, "prompt", "The input was not let through");
        add(401, "unauthorized", AUTHENTICATION, null, "The API key is missing or wrong");
        add(401, "invalid_token", AUTHENTICATION, null, "The API key is invalid");
        add(401, "key_disabled", AUTHENTICATION, null, "The API key is disabled");
        add(401, "key_expired", AUTHENTICATION, null, "The API key has expired");
        add(402, "insufficient_quota", QUOTA, null, "The quota is used up");
        add(402, "insufficient_user_quota", QUOTA, null, "The account has too few credits");
        add(402, "quota_not_enough", QUOTA, null, "The account's quota is not enough");
        add(402, "account_balance_insufficient", QUOTA, null, "The account's balance is too low");
        add(402, "insufficient_token_quota", QUOTA, null, "The API key has too few credits");
        add(402, "key_quota_exhausted", QUOTA, null, "The API key's quota is used up");
        add(402, "token_daily_quota_exceeded", QUOTA, null, "The API key's day is used up");
        add(402, "key_daily_quota_exhausted", QUOTA, null, "The API key's daily quota is used up");
        add(403, "model_access_denied", PERMISSION, "model", "The model is not open to this key");
        add(403, "key_model_not_allowed", PERMISSION, "model", "The key may not use this model");
        add(403, "ip_restricted", PERMISSION, null, "The API key may not be used from here");
        add(403, "user_disabled", PERMISSION, null, "The user is disabled");
        add(403, "permission_denied", INVALID, "task_id", "The task belongs to somebody else");
        add(404, "task_not_found", INVALID, null, "There is no such task");
        add(
                409,
                "idempotency_conflict",
                INVALID,
                "Idempotency-Key",
                "The key was used before with another request body");
        add(
                409,
                "paid_outcome_unknown",
                INVALID,
                "Idempotency-Key",
                "The first request with this key is still undecided; retry later with the same"
                        + " key and body");
        add(413, "request_too_large", INVALID, null, "The request body is too large");
        add(415, "unsupported_media_type", INVALID, null, "The content type is not supported");
        add(429, "rate_limit_exceeded", RATE, null, "Too many requests; slow down");
        add(500, "internal_error", API, null, "Something went wrong within the service");
        add(502, "upstream_error", API, null, "The model's service has failed");
        add(503, "service_unavailable", API, null, "The service is not available now");
        add(503, "no_available_channel", API, null, "No channel is free for this model");
        add(503, "model_unavailable", API, null, "The model is not available now");
        add(503, "channel_unavailable", API, null, "The channel is not available now");
    }

    private static void add(int status, String code, String type, String param, String message) {
        ALL.put(code, new ErrorCode(status, code, type, param, message));
    }

    /**
     * The code of that name.
     *
     * @throws IllegalArgumentException when there is none; its message lists all
     */
    public static ErrorCode of(String code) {
        ErrorCode known = ALL.get(code);
        if (known == null) {
            throw new IllegalArgumentException(
                    "there is no error code '"
                            + code
                            + "'; allowed are "
                            + String.join(", ", ALL.keySet()));
        }
        return known;
    }

    /** Every code, by status. */
    public static List<ErrorCode> all() {
        return List.copyOf(ALL.values());
    }

    /**
     * The refusal of a call.
     *
     * @param phase of the call: reads of tasks have a type of their own for too many requests
     */
    public ApiError refusal(Phase phase) {
        boolean read = phase == Phase.STATUS || phase == Phase.BATCH;
        String said = read && type.equals(RATE) ? "evo_api_error" : type;
        return new ApiError(status, code, said, param, message);
    }
}
