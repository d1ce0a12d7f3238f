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
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.Limits;
import io.github.camelseedance.callback.CallbackToken.Origin;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTokenTest {
    private static final String SECRET = "a-secret-of-32-characters-or-more-0001";
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/% ~\u00e9";

    private final CallbackToken tokens = new CallbackToken(SECRET);

    @ParameterizedTest
    @ValueSource(
            strings = {"order-4711", "x", "a key, with=all/sorts\nof.things", "\u732b\ud83d\ude00"})
    void namesAccountAndKey(String key) {
        String token = tokens.of("default", key);
        assertThat(token).matches("sdcb_[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");
        assertThat(tokens.origin(token)).contains(new Origin("default", key));
        assertThat(new CallbackToken(SECRET).of("default", key)).isEqualTo(token);
    }

    @Test
    void hasRoomInTheServicesLimitHoweverLongTheNames() {
        CallbackSettings settings =
                new CallbackSettings("https://" + "h".repeat(500), "/cb", SECRET, null, null);
        String url = settings.url("\u732b".repeat(100), "\u732b".repeat(255));
        assertThat(url).hasSizeLessThanOrEqualTo(Limits.MAX_CALLBACK_URL);
        assertThat(tokens.origin(url.substring(url.lastIndexOf('/') + 1))).isPresent();
    }

    @Test
    void differsForEachSecretAccountAndKey() {
        String token = tokens.of("default", "order-4711");
        assertThat(token)
                .isNotEqualTo(tokens.of("default", "order-4712"))
                .isNotEqualTo(tokens.of("other", "order-4711"))
                .isNotEqualTo(new CallbackToken(SECRET + "x").of("default", "order-4711"));
        assertThat(new CallbackToken(SECRET + "x").origin(token)).isEmpty();
    }

    @Test
    void noPartOfOneFitsAnother() {
        String one = tokens.of("default", "order-4711");
        String two = tokens.of("default", "order-4712");
        String mixed = one.substring(0, one.indexOf('.')) + two.substring(two.indexOf('.'));
        assertThat(tokens.origin(mixed)).isEmpty();
    }

    @Test
    void isRefusedWithAnyCharacterChanged() {
        String token = tokens.of("default", "order-4711");
        for (int i = 0; i < token.length(); i++) {
            for (int c = 0; c < ALPHABET.length(); c++) {
                String mutated =
                        token.substring(0, i) + ALPHABET.charAt(c) + token.substring(i + 1);
                assertThat(tokens.origin(mutated).isPresent())
                        .as(mutated)
                        .isEqualTo(mutated.equals(token));
            }
        }
    }

    @Test
    void isRefusedCutOrContinued() {
        String token = tokens.of("default", "order-4711");
        for (int i = 0; i < token.length(); i++) {
            assertThat(tokens.origin(token.substring(0, i))).isEmpty();
            assertThat(tokens.origin(token.substring(i + 1))).isEmpty();
            assertThat(tokens.origin(token.substring(0, i) + token.substring(i + 1))).isEmpty();
        }
        for (String more : new String[] {"=", "A", ".", "/", "\u0000", " ", "%00"}) {
            assertThat(tokens.origin(token + more)).isEmpty();
            assertThat(tokens.origin(more + token)).isEmpty();
        }
    }

    @Test
    void isRefusedInAnotherFormOfTheSameBytes() {
        String token = tokens.of("default", "order-471");
        String padded = token.replace(".", "=.");
        assertThat(Base64.getUrlDecoder().decode(padded.substring(5, padded.indexOf('.'))))
                .isEqualTo("default\norder-471".getBytes(UTF_8));
        assertThat(tokens.origin(padded)).isEmpty();
        assertThat(tokens.origin(token.replace("sdcb_", "SDCB_"))).isEmpty();
    }

    @Test
    void isRefusedWithoutALookWhenLongerThanAnyUrl() {
        assertThat(tokens.origin("sdcb_" + "QUFB".repeat(1_000_000) + ".")).isEmpty();
        String longest = tokens.of("default", "k".repeat(1500));
        assertThat(longest.length()).isGreaterThan(Limits.MAX_CALLBACK_URL);
        assertThat(tokens.origin(longest)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sdcb_", "sdcb_.", ".", "sdcb_ZGVmYXVsdA.", "sdcb_!!!.abc"})
    void isRefusedWhenItIsNone(String token) {
        assertThat(tokens.origin(token)).isEmpty();
    }

    @Test
    void isToldFromOthersByItsSecretAndShowsNothing() {
        assertThat(tokens)
                .isEqualTo(new CallbackToken(SECRET))
                .hasSameHashCodeAs(new CallbackToken(SECRET))
                .isNotEqualTo(new CallbackToken(SECRET + "x"))
                .hasToString("CallbackToken");
        assertThat(new CallbackSettings("https://example.com", "/cb", SECRET, SECRET + "x", null))
                .hasToString("CallbackSettings[https://example.com/cb]");
    }
}
