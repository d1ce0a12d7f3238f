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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.callback.CallbackSettings;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackOptionsTest {
    private static final String SECRET = "VerySecret-of-32-characters-or-more";
    private static final String SERVICE = "https://api.evolink.ai";

    private final SeedanceConfiguration options = new SeedanceConfiguration();

    CallbackOptionsTest() {
        options.setCallbackBaseUrl("https://example.com/camel");
        options.setCallbackSecret(SECRET);
    }

    private CallbackSettings read(String service, String... trustedHosts) {
        Account account = new Account("default", "key", URI.create(service), URI.create(service));
        return CallbackOptions.of(options, account, Set.of(trustedHosts));
    }

    private void assertRefused(String... texts) {
        assertThatThrownBy(() -> read(SERVICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(texts)
                .hasMessageNotContainingAny("VerySecret");
    }

    @Test
    void readsThem() {
        options.setCallbackPreviousSecret("o".repeat(32));
        options.setHttpServerComponent("jetty");
        assertThat(read(SERVICE))
                .isEqualTo(
                        new CallbackSettings(
                                "https://example.com/camel",
                                "/seedance/callback",
                                SECRET,
                                "o".repeat(32),
                                "jetty"));
    }

    @Test
    void readsNoneWithoutABaseUrl() {
        assertThat(
                        CallbackOptions.of(
                                new SeedanceConfiguration(),
                                new Account(
                                        "default", "k", URI.create(SERVICE), URI.create(SERVICE)),
                                Set.of()))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, https://example.com",
        "https://example.com/, https://example.com",
        "' https://example.com:8443/a/b// ', https://example.com:8443/a/b",
        "HTTPS://93.184.215.14, HTTPS://93.184.215.14"
    })
    void toleratesASlashAtTheEnd(String baseUrl, String read) {
        options.setCallbackBaseUrl(baseUrl);
        assertThat(read(SERVICE).baseUrl()).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "example.com",
                "/camel",
                "ftp://example.com",
                "https://",
                "https:///camel",
                "https://a b",
                "https://example.com/{x}",
                "https://example.com:99999",
                "https://example.com?key=VerySecret",
                "https://example.com/#VerySecret",
                "https://me:VerySecret@example.com"
            })
    void refusesABaseUrlThatIsNone(String baseUrl) {
        options.setCallbackBaseUrl(baseUrl);
        assertRefused("callbackBaseUrl=", "must be an absolute https URL, such as https://exam");
    }

    @Test
    void refusesABaseUrlWithoutTls() {
        options.setCallbackBaseUrl("http://example.com");
        assertRefused("callbackBaseUrl=http://example.com must be an https URL", "trustedHosts");
        assertThat(read(SERVICE, "example.com").baseUrl()).isEqualTo("http://example.com");
        assertThat(read("http://127.0.0.1:8080").baseUrl()).isEqualTo("http://example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:8443",
                "https://127.0.0.1",
                "https://0x7f.1",
                "https://[::1]:8443",
                "https://10.1.2.3",
                "https://app",
                "https://app.internal"
            })
    void refusesABaseUrlOfAPrivateNetworkUnlessTheServiceIsThereToo(String baseUrl) {
        options.setCallbackBaseUrl(baseUrl);
        assertRefused("callbackBaseUrl=" + baseUrl + " must be public", "trustedHosts");
        assertThat(read("http://localhost:8080").baseUrl()).isEqualTo(baseUrl);
        assertThat(read("http://[::1]:8080").baseUrl()).isEqualTo(baseUrl);
        assertThat(read("http://emulator:8080").baseUrl()).isEqualTo(baseUrl);
        String host = baseUrl.replaceAll("https://\\[?|]?:\\d+$", "");
        assertThat(read(SERVICE, host).baseUrl()).isEqualTo(baseUrl);
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a",
        "a, /a",
        "/a/b/, /a/b",
        "' a/b.c/~d_-9 ', /a/b.c/~d_-9",
        "..., /...",
    })
    void readsAPath(String path, String read) {
        options.setCallbackPath(path);
        assertThat(read(SERVICE).path()).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                " ",
                "/a b",
                "/{token}",
                "/a?b",
                "/a#b",
                "/..",
                "/a/../b",
                "/a/.",
                "./a",
                "/a//b",
                "/a%20b",
                "/a;b",
                "/*",
                "/\u00e4",
                "/a\nb"
            })
    void refusesAPathThatIsNone(String path) {
        options.setCallbackPath(path);
        assertRefused("callbackPath=", "must be a path of letters", "/seedance/callback");
    }

    @Test
    void refusesAnAddressThatLeavesNoRoom() {
        options.setCallbackPath("/" + "x".repeat(512 - options.getCallbackBaseUrl().length() - 1));
        assertThat(read(SERVICE).path()).hasSize(487);
        options.setCallbackPath(options.getCallbackPath() + "x");
        assertRefused("callbackBaseUrl and callbackPath have 513 characters", "at most 512");
    }

    @Test
    void refusesToStartWithoutASecret() {
        options.setCallbackSecret(null);
        assertRefused("callbackSecret is not set, but callbackBaseUrl is", "at least 32");
    }

    @Test
    void refusesAShortSecret() {
        options.setCallbackSecret("VerySecret".repeat(3));
        assertRefused("callbackSecret has 30 characters", "at least 32");
        options.setCallbackSecret(SECRET);
        options.setCallbackPreviousSecret("VerySecret");
        assertRefused("callbackPreviousSecret has 10 characters", "at least 32");
    }

    @Test
    void refusesAServerWithoutAName() {
        options.setHttpServerComponent(" ");
        assertRefused("httpServerComponent is blank", "leave it out");
    }

    @Test
    void refusesWhatHasNoEffectWithoutABaseUrl() {
        options.setCallbackBaseUrl(null);
        assertRefused("callbackSecret is set, but callbackBaseUrl is not");
        options.setCallbackSecret(null);
        options.setCallbackPreviousSecret(SECRET);
        assertRefused("callbackPreviousSecret is set, but callbackBaseUrl is not");
        options.setCallbackPreviousSecret(null);
        options.setHttpServerComponent("jetty");
        assertRefused("httpServerComponent is set, but callbackBaseUrl is not");
    }
}
