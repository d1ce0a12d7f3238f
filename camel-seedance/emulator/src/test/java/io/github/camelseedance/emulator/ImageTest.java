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

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {

    /** 320x320 pixels of one colour. */
    private static final String WEBP = "UklGRhgAAABXRUJQVlA4TAwAAAAvP8FPAChyaQva/wA=";

    private static final byte[] NO_IMAGE = "<html>Sign in".getBytes(StandardCharsets.UTF_8);

    private SeedanceEmulator emulator;
    private Client client;
    private HttpServer host;
    private String hostUrl;

    @BeforeEach
    void start() throws IOException {
        emulator = SeedanceEmulator.builder().lowCost(true).build().start();
        client = new Client(emulator);
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.start();
        hostUrl = "http://127.0.0.1:" + host.getAddress().getPort();
    }

    @AfterEach
    void close() {
        host.stop(0);
        emulator.close();
    }

    private String served(byte[] content) {
        host.createContext(
                "/image",
                exchange -> {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                    exchange.close();
                });
        return hostUrl + "/image";
    }

    private String redirecting(int times, byte[] content) {
        String last = served(content);
        for (int i = 0; i < times; i++) {
            String next = i == 0 ? last : "/hop" + (i - 1);
            host.createContext(
                    "/hop" + i,
                    exchange -> {
                        exchange.getResponseHeaders().add("Location", next);
                        exchange.sendResponseHeaders(302, -1);
                        exchange.close();
                    });
        }
        return hostUrl + "/hop" + (times - 1);
    }

    private String refusal(String... urls) throws Exception {
        HttpResponse<byte[]> refused = client.create(Client.body(urls));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(emulator.ledger().paidGenerations()).isZero();
        return Client.json(refused).at("/error/message").textValue();
    }

    @ParameterizedTest
    @CsvSource({"png,300,300", "jpeg,750,300", "jpeg,400,1000"})
    void takesGoodImages(String format, int width, int height) throws Exception {
        String url = served(Client.image(format, width, height));

        assertThat(client.create(Client.body(url)).statusCode()).isEqualTo(200);
    }

    @Test
    void takesWebp() throws Exception {
        byte[] webp = Base64.getDecoder().decode(WEBP);

        assertThat(client.create(Client.body(served(webp))).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "png,299,400,299x400",
        "png,6001,3000,6001x3000",
        "png,753,300,2.510",
        "png,300,753,0.398",
        "gif,400,400,not a jpeg",
    })
    void namesWhatIsWrongWithAnImage(String format, int width, int height, String reason)
            throws Exception {
        assertThat(refusal(served(Client.image(format, width, height))))
                .contains("image_urls[0]", reason);
    }

    @Test
    void namesTheImageThatIsWrong() throws Exception {
        String good = client.uploaded(Client.image("png", 400, 400));

        assertThat(refusal(good, served(NO_IMAGE))).contains("image_urls[1]", "not a jpeg");
    }

    @Test
    void saysThatAnImageCannotBeFetched() throws Exception {
        assertThat(refusal(hostUrl + "/nothing")).contains("status 404");
        host.stop(0);
        assertThat(refusal(hostUrl + "/image")).contains("nothing listens there", "LOOPBACK");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void followsFewRedirects(int times) throws Exception {
        String url = redirecting(times, Client.image("png", 400, 400));

        assertThat(client.create(Client.body(url)).statusCode()).isEqualTo(200);
    }

    @Test
    void followsNoMoreThanThreeRedirects() throws Exception {
        assertThat(refusal(redirecting(4, Client.image("png", 400, 400)))).contains("redirected");
    }

    @Test
    void refusesAnImageAboveThirtyMegabytes() throws Exception {
        assertThat(refusal(served(new byte[30 * 1024 * 1024 + 1]))).contains("30 MB");
    }

    @Test
    void refusesBrokenImages() throws Exception {
        byte[] head = Base64.getDecoder().decode("iVBORw0KGgoAAAAN");

        assertThat(refusal(served(head))).contains("image_urls[0]", "broken");
    }
}
