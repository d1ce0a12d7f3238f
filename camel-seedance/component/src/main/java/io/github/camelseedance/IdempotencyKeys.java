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

import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Expression;
import org.apache.camel.support.ExchangeHelper;

/**
 * The key under which at most one generation is paid: that of the header {@link
 * SeedanceConstants#IDEMPOTENCY_KEY}, else that of the option {@code idempotencyKey}, else one that
 * is derived.
 *
 * <p>A derived key is a hash of the source of the message ({@link SourceIdentity}), the route, the
 * node in it, the place among the copies of a splitter, multicast or loop, and the request. So the
 * same node has the same key in every redelivery, and two nodes, branches, parts or rounds have two
 * keys. The endpoint is no part of it, because what its options ask for is in the request.
 *
 * <p>Three limits come from what Camel tells. Ids of routes and nodes that are not given but
 * counted through the JVM change when a route is added before them: a key that shall outlive a new
 * release of the routes needs ids that are given. Of nested splitters or loops only the innermost
 * place is known, and enrich and recipient list have no node: where two requests there are equal to
 * the last byte, they are one request, unless a key says otherwise.
 */
final class IdempotencyKeys {
    private static final Pattern LEGAL_ON_THE_WIRE = Pattern.compile("[A-Za-z0-9._-]{16,96}");

    /** What a row of the task table holds. */
    private static final int MAX_LENGTH = 255;

    private final Expression option;

    /**
     * @param option gives the key of an exchange that has no header for it, or null
     */
    IdempotencyKeys(Expression option) {
        this.option = option;
    }

    /**
     * The key of an exchange.
     *
     * @param requestDigest what the exchange asks for, by {@link RequestDigest}
     * @throws SeedanceInvalidRequestException if the header or the option gives a key that is
     *     blank, longer than 255 characters, or holds control characters; or if the key had to be
     *     derived from a file that is gone
     */
    String of(Exchange exchange, String requestDigest) {
        if (exchange.getMessage().getHeader(SeedanceConstants.IDEMPOTENCY_KEY) != null) {
            return given(
                    exchange.getMessage()
                            .getHeader(SeedanceConstants.IDEMPOTENCY_KEY, String.class),
                    "header " + SeedanceConstants.IDEMPOTENCY_KEY);
        }
        if (option != null) {
            return given(
                    option.evaluate(exchange, String.class), "option idempotencyKey: " + option);
        }
        return derived(exchange, requestDigest);
    }

    /**
     * The key as the service takes it: 16 to 96 of {@code A-Z a-z 0-9 . _ -} go as they are, any
     * other key as its SHA-256 in hex.
     */
    static String onTheWire(String key) {
        return LEGAL_ON_THE_WIRE.matcher(key).matches() ? key : RequestDigest.of(key);
    }

    private static String given(String key, String where) {
        if (key == null || key.isBlank()) {
            throw refused(
                    key,
                    "must not be blank; where nothing tells one request from another, leave it out"
                            + " and a key is derived",
                    where);
        }
        if (key.length() > MAX_LENGTH) {
            throw refused(
                    key,
                    "has "
                            + key.length()
                            + " characters; at most "
                            + MAX_LENGTH
                            + " are allowed. Take an id, or a hash of what is too long",
                    where);
        }
        if (key.codePoints().anyMatch(IdempotencyKeys::isUnfit)) {
            throw refused(
                    key,
                    "holds a control character or half a character; take plain text without line"
                            + " breaks",
                    where);
        }
        return key;
    }

    private static boolean isUnfit(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static SeedanceInvalidRequestException refused(
            String key, String problem, String where) {
        return new SeedanceInvalidRequestException(
                List.of(Violation.shape("idempotency key", key, problem + " (" + where + ")")));
    }

    private static String derived(Exchange exchange, String requestDigest) {
        List<String> parts = new ArrayList<>(SourceIdentity.of(exchange));
        if (SourceIdentity.isVanishedFile(parts)) {
            // Any key would be another one than that of the file while it was there: paid again.
            throw new SeedanceInvalidRequestException(
                    List.of(
                            Violation.shape(
                                    "source file",
                                    parts.get(2),
                                    "was gone when its exchange began, so that no idempotency key"
                                            + " can be derived from it. Where the file consumer"
                                            + " has taken a file once more that it had just"
                                            + " deleted or moved, there is nothing to do; else"
                                            + " give a key of your own")));
        }
        parts.add(ExchangeHelper.getRouteId(exchange));
        parts.add(exchange.getExchangeExtension().getHistoryNodeId());
        // After its end a splitter or multicast leaves the index of some copy on the exchange.
        boolean copy = SourceIdentity.isCopy(exchange);
        parts.add(copy ? index(exchange, ExchangePropertyKey.SPLIT_INDEX) : null);
        parts.add(copy ? index(exchange, ExchangePropertyKey.MULTICAST_INDEX) : null);
        parts.add(index(exchange, ExchangePropertyKey.LOOP_INDEX));
        parts.add(requestDigest);
        return RequestDigest.of(parts);
    }

    private static String index(Exchange exchange, ExchangePropertyKey key) {
        return exchange.getProperty(key, String.class);
    }
}
