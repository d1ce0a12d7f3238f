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
package io.github.camelseedance.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelseedance.api.Limits;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names the request that a callback belongs to, so that nobody without the secret can make one up.
 * The same secret, account and key always give the same token: a create call that is repeated with
 * the bytes of the first one does not conflict with it.
 */
final class CallbackToken {
    /** By which log lines and messages are cleared of tokens. */
    private static final String PREFIX = "sdcb_";

    /** No token is longer than the URL that it is a part of. */
    private static final int MAX_LENGTH = Limits.MAX_CALLBACK_URL;

    private static final String ALGORITHM = "HmacSHA256";
    private static final char ACCOUNT_END = '\n';

    private final SecretKeySpec secret;

    CallbackToken(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    }

    /** What a token stands for. */
    record Origin(String account, String key) {}

    /**
     * @param account without control characters, as all account labels are
     */
    String of(String account, String key) {
        byte[] origin = (account + ACCOUNT_END + key).getBytes(UTF_8);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return PREFIX + encoder.encodeToString(origin) + "." + encoder.encodeToString(mac(origin));
    }

    private byte[] mac(byte[] origin) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(origin);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a token stands for; empty when it was not made with this secret. Compared in constant
     * time, and as a whole: of two texts that mean the same bytes only one is a token.
     */
    Optional<Origin> origin(String token) {
        return read(token)
                .filter(
                        origin ->
                                MessageDigest.isEqual(
                                        of(origin.account(), origin.key()).getBytes(UTF_8),
                                        token.getBytes(UTF_8)));
    }

    private static Optional<Origin> read(String token) {
        int dot = token.indexOf('.');
        if (token.length() > MAX_LENGTH || !token.startsWith(PREFIX) || dot < 0) {
            return Optional.empty();
        }
        try {
            String text =
                    new String(
                            Base64.getUrlDecoder().decode(token.substring(PREFIX.length(), dot)),
                            UTF_8);
            int end = text.indexOf(ACCOUNT_END);
            return end < 0
                    ? Optional.empty()
                    : Optional.of(new Origin(text.substring(0, end), text.substring(end + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallbackToken token && token.secret.equals(secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    /** Shows nothing that follows from the secret. */
    @Override
    public String toString() {
        return "CallbackToken";
    }
}
