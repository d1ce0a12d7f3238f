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

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The answers to a create call that prove that nothing was accepted. Every other error leaves the
 * outcome open: a gateway may fail after the task behind it was made.
 */
final class AdmissionCodes {

    /**
     * Codes that the service's gateway gives before it dispatches anything, whatever the 4xx
     * status. Source: the list in the service's own command line client, which counts these alone
     * as not charged (evolink-cli, {@code services/api-client.js}).
     */
    private static final Set<String> GATEWAY =
            Set.of(
                    "insufficient_quota",
                    "insufficient_user_quota",
                    "quota_not_enough",
                    "account_balance_insufficient",
                    "insufficient_token_quota",
                    "key_quota_exhausted",
                    "token_daily_quota_exceeded",
                    "key_daily_quota_exhausted",
                    "key_disabled",
                    "key_expired",
                    "key_model_not_allowed",
                    "user_disabled",
                    "mcp_paused",
                    "mcp_key_expired",
                    "mcp_scope_missing",
                    "mcp_service_unauthorized",
                    "mcp_connection_required",
                    "mcp_route_not_allowed",
                    "mcp_token_invalid",
                    "mcp_connection_create_failed",
                    "mcp_channel_disabled",
                    "connection_not_found",
                    "connection_revoked",
                    "session_inactive",
                    "session_expired",
                    "agent_session_unavailable");

    /**
     * Codes that are documented for one status of this call.
     *
     * <ul>
     *   <li>400: the image-to-video page ({@code invalid_request}: limits, faces, number of images)
     *       and the service's error page; the content codes are those of its client.
     *   <li>401, 403: the error page; {@code key_model_not_allowed} and the like are above.
     *   <li>402: all are above.
     *   <li>413, 415: no code of their own is documented; the page says that any request over the
     *       limits is an {@code invalid_request}.
     * </ul>
     */
    private static final Map<Integer, Set<String>> DOCUMENTED =
            Map.of(
                    400,
                    Set.of(
                            "invalid_request",
                            "invalid_parameter",
                            "invalid_parameters",
                            "unsupported_parameters",
                            "invalid_media_url",
                            "content_policy_violation",
                            "content_filter",
                            "sensitive_content",
                            "moderation_blocked",
                            "input_moderation_failed"),
                    401,
                    Set.of("unauthorized", "invalid_token"),
                    402,
                    Set.of(),
                    403,
                    Set.of("model_access_denied", "ip_restricted", "permission_denied"),
                    413,
                    Set.of("invalid_request"),
                    415,
                    Set.of("invalid_request"));

    private AdmissionCodes() {}

    /**
     * Whether this answer to a create call proves that nothing was accepted.
     *
     * @param code as in the answer's JSON envelope, or null where there was none. Some of the
     *     service's answers repeat the HTTP status as a number here: then the status speaks.
     */
    static boolean prove(int status, String code) {
        if (status < 400 || status > 499 || code == null) {
            return false;
        }
        String word = code.toLowerCase(Locale.ROOT);
        if (GATEWAY.contains(word)) {
            return true;
        }
        Set<String> documented = DOCUMENTED.get(status);
        return documented != null
                && (documented.contains(word) || word.equals(Integer.toString(status)));
    }
}
