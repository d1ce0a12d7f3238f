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
package io.github.camelseedance.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.task.RequestReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackUrlTest {

    private final RequestReader reader = new RequestReader();

    private void read(String callbackUrl) {
        String body = Client.body("https://example.com/grass.jpg");
        reader.read(
                (body.substring(0, body.length() - 1)
                                + ",\"callback_url\":\""
                                + callbackUrl
                                + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "HTTPS://example.com:8443/callback?token=1",
                "https://172.15.0.1/",
                "https://172.32.0.1/",
                "https://11.0.0.1/",
                "http://127.0.0.1:8080/callback",
                "http://127.1.2.3/",
                "http://localhost:8080/",
                "http://[::1]:8080/",
                "http://[::ffff:127.0.0.1]:8080/",
                "http://LOCALHOST.:8080/",
                "https://[fe::1]/",
                "https://localhost/"
            })
    void takes(String url) {
        assertThatCode(() -> read(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "'', absolute https URL",
        "/callback, absolute https URL",
        "ftp://example.com/, absolute https URL",
        "https:///callback, absolute https URL",
        "https://exa mple.com/, absolute https URL",
        "http://example.com/, must use https to reach example.com",
        "http://10.0.0.1/, must use https to reach 10.0.0.1",
        "https://10.255.0.1/, private address 10.255.0.1",
        "https://172.16.0.1/, private address 172.16.0.1",
        "https://172.31.255.255/, private address 172.31.255.255",
        "https://192.168.0.1:8443/, private address 192.168.0.1",
        "https://169.254.169.254/, private address 169.254.169.254",
        "https://[fd00::1]/, private address [fd00::1]",
        "https://[fe80::1%25eth0]/, private address [fe80::1",
        "https://[::ffff:10.0.0.1]/, private address [::ffff:10.0.0.1]",
        "https://[::ffff:a00:1]/, private address [::ffff:a00:1]",
        "https://[::10.0.0.1]/, private address [::10.0.0.1]",
        "https://[::]/, private address [::]",
        "https://010.0.0.1/, private address 010.0.0.1",
        "http://[::ffff:8.8.8.8]/, must use https",
        "https://0.0.0.0/, private address 0.0.0.0"
    })
    void refuses(String url, String why) {
        assertThatThrownBy(() -> read(url))
                .isInstanceOf(ApiError.class)
                .hasMessageStartingWith("callback_url ")
                .hasMessageContaining(why);
    }

    @Test
    void takesUpTo2048Characters() {
        String longest = "https://example.com/" + "x".repeat(2048 - 20);

        assertThatCode(() -> read(longest)).doesNotThrowAnyException();
        assertThatThrownBy(() -> read(longest + "x"))
                .hasMessage("callback_url has 2049 characters, at most 2048 are allowed");
        assertThat(longest).hasSize(2048);
    }
}
