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
package io.github.camelseedance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.camelseedance.api.Violation.Kind;
import io.github.camelseedance.api.http.AddressPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestValidatorTest {
    private static final VideoRequest VALID =
            Limits.DEFAULTS.toBuilder()
                    .prompt("The camera slowly pushes in")
                    .imageUrls("https://example.com/a.jpg")
                    .build();

    private final RequestValidator validator =
            new RequestValidator(HostTrust.NONE, AddressPolicy::isPrivate);

    @Test
    void findsNothingWrongWithTheDefaults() {
        assertThat(validator.validate(VALID)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/a.jpg",
                "http://example.com/a.jpg",
                "HTTPS://EXAMPLE.COM/a.jpg",
                "https://example.com:8443/a%20b.jpg?X-Sig=a/b+c&d=1,2#x",
                "https://bucket_name.s3.amazonaws.com/a.jpg",
                "https://bücher.example/a.jpg",
                "https://8.8.8.8/a.jpg",
                "https://[2606:4700:4700::1111]/a.jpg",
                "https://[::ffff:8.8.8.8]/a.jpg",
                "https://172.15.0.1/a.jpg",
                "https://100.128.0.1/a.jpg",
                "https://localhost.example.com/a.jpg",
                "https://10.0.0.1.example.com/a.jpg",
                "https://1.2.3.4.5/a.jpg",
                "https://example.com./a.jpg"
            })
    void takesUrlsThatMayBePublic(String url) {
        VideoRequest request = VALID.toBuilder().imageUrls(url).callbackUrl(null).build();

        assertThat(validator.validate(request)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST.",
                "db.localhost",
                "printer.local",
                "metadata.google.internal",
                "minio",
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0X7F.1",
                "0177.0.0.1",
                "017700000001",
                "0.0.0.0",
                "0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "①②⑦.0.0.1",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fe80::1%25eth0]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::ffff:10.0.0.1]",
                "[64:ff9b::7f00:1]"
            })
    void findsHostsThatArePlainlyPrivate(String host) {
        String url = "https://" + host + "/a.jpg";
        VideoRequest request = VALID.toBuilder().imageUrls(url).callbackUrl(url).build();

        assertThat(validator.validate(request))
                .extracting(Violation::field, Violation::kind)
                .containsExactly(
                        tuple("image_urls[0]", Kind.LIMIT), tuple("callback_url", Kind.LIMIT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a.jpg                            | absolute
                    /images/a.jpg                    | absolute
                    example.com/a.jpg                | absolute
                    //example.com/a.jpg              | absolute
                    ''                               | absolute
                    https:///a.jpg                   | host
                    https:a.jpg                      | host
                    http://                          | valid URL
                    https://:8080/a.jpg              | host
                    https://a..b/a.jpg               | host
                    https://%6cocalhost/a.jpg        | host
                    https://example.com/a b.jpg      | white space
                    https://example.com/a.jpg\u3000  | white space
                    https://u:secret@example.com/    | user name
                    https://secret@example.com/      | user name
                    https://example.com:0/a.jpg      | port
                    https://example.com:70000/a.jpg  | port
                    https://example.com/a{b}.jpg     | valid URL
                    ftp://example.com/a.jpg          | http or https
                    data:image/png;base64,iVBORw0    | byte[]
                    file:///tmp/a.jpg                | File
                    s3://bucket/a.jpg                | presigned
                    """)
    void refusesWhatIsNoWebUrl(String url, String problem) {
        VideoRequest request = VALID.toBuilder().imageUrls(url).build();

        List<Violation> violations = validator.validate(request);

        assertThat(violations).hasSize(1);
        assertThat(violations.get(0).kind()).isEqualTo(Kind.SHAPE);
        assertThat(violations.get(0).field()).isEqualTo("image_urls[0]");
        assertThat(violations.get(0).toString()).contains(problem).doesNotContain("secret");
    }

    @Test
    void liftsAddressAndTlsRulesForAConfiguredHostOnly() {
        RequestValidator trusting =
                new RequestValidator(
                        (host, port) -> host.equals("127.0.0.1") && port == 8080,
                        AddressPolicy::isPrivate);
        VideoRequest trusted =
                VALID.toBuilder()
                        .imageUrls("http://127.0.0.1:8080/a.jpg")
                        .callbackUrl("http://127.0.0.1:8080/callback")
                        .build();
        VideoRequest other =
                VALID.toBuilder()
                        .imageUrls("http://127.0.0.1:8081/a.jpg")
                        .callbackUrl("http://127.0.0.1/callback")
                        .build();

        assertThat(trusting.validate(trusted)).isEmpty();
        assertThat(trusting.validate(other))
                .extracting(Violation::field)
                .containsExactly("image_urls[0]", "callback_url", "callback_url");
    }

    @Test
    void countsImagesThatAreYetToBePublished() {
        VideoRequest two = VALID.toBuilder().imageUrls("sha256:1", "sha256:2").build();
        VideoRequest three = VALID.toBuilder().imageUrls("a", "b", "c").build();

        assertThat(validator.validate(two, Set.of(0, 1))).isEmpty();
        assertThat(validator.validate(two, Set.of(1)))
                .extracting(Violation::field)
                .containsExactly("image_urls[0]");
        assertThat(validator.validate(three, Set.of(0, 1, 2)))
                .singleElement()
                .extracting(Violation::toString)
                .asString()
                .contains("image_urls", "3 images", "1 or 2", "Reference-to-Video");
    }

    @Test
    void showsNoQueryOfALink() {
        VideoRequest request =
                VALID.toBuilder()
                        .imageUrls("https://localhost/a.jpg?X-Amz-Signature=secret#secret")
                        .callbackUrl("http://example.com/" + "x".repeat(2048) + "?token=secret")
                        .build();

        assertThat(validator.validate(request))
                .hasSize(3)
                .allSatisfy(violation -> assertThat(violation.toString()).doesNotContain("secret"));
    }

    @Test
    void measuresTheCallbackToTheCharacter() {
        String longest = "https://example.com/" + "x".repeat(2048 - 20);

        assertThat(validator.validate(VALID.toBuilder().callbackUrl(longest).build())).isEmpty();
        assertThat(validator.validate(VALID.toBuilder().callbackUrl(longest + "x").build()))
                .singleElement()
                .extracting(Violation::toString)
                .asString()
                .contains("callback_url", "2049", "2048");
    }

    @Test
    void tellsOfValidationWarnWhereTheServiceHasOpenedMore() {
        VideoRequest standard = VALID.toBuilder().quality("1080p").build();
        VideoRequest fast = standard.toBuilder().model("seedance-2.0-fast-image-to-video").build();

        assertThat(validator.validate(standard).get(0).problem()).contains("validation=warn");
        assertThat(validator.validate(fast).get(0).problem()).doesNotContain("validation=warn");
    }

    @Test
    void findsEveryFaultAtOnce() {
        VideoRequest request =
                VideoRequest.builder()
                        .model("sora")
                        .prompt(" ")
                        .imageUrls(List.of())
                        .duration(16)
                        .quality("8k")
                        .aspectRatio("2:1")
                        .callbackUrl("http://localhost/callback")
                        .build();

        assertThat(validator.validate(request))
                .extracting(Violation::field)
                .containsExactly(
                        "model",
                        "prompt",
                        "image_urls",
                        "duration",
                        "quality",
                        "aspect_ratio",
                        "callback_url",
                        "callback_url");
    }

    @ParameterizedTest
    @CsvSource({"STRICT,2,0", "WARN,1,1", "OFF,1,0"})
    void decidesByMode(Validation validation, int refusing, int warning) {
        List<Violation> violations =
                List.of(
                        Violation.shape("prompt", null, "is required"),
                        Violation.limit("duration", 16, "must be from 4 to 15"));

        assertThat(validation.refusing(violations)).hasSize(refusing);
        assertThat(validation.warning(violations)).hasSize(warning);
    }
}
