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
package io.github.camelseedance.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's table of image requirements; whatever exceeds them is an invalid_request. */
class ImagesContractTest extends Contract {

    private static final int MEGABYTE = 1024 * 1024;

    /** 320x320 pixels of one colour. */
    private static final String WEBP = "UklGRhgAAABXRUJQVlA4TAwAAAAvP8FPAChyaQva/wA=";

    private HttpServer host;

    @BeforeEach
    void startHost() throws Exception {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.start();
    }

    @AfterEach
    void stopHost() {
        host.stop(0);
    }

    /** The URL of an image on a host of its own. */
    private String hosted(byte[] content) {
        String path = "/image-" + Arrays.hashCode(content);
        host.createContext(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                    exchange.close();
                });
        return "http://127.0.0.1:" + host.getAddress().getPort() + path;
    }

    private Answer createOf(String... urls) throws Exception {
        ObjectNode request = request();
        ArrayNode images = request.putArray("image_urls");
        for (String url : urls) {
            images.add(url);
        }
        return create(request.toString());
    }

    @Test
    void countIsOneOrTwo() throws Exception {
        String image = hosted(image("png", 400, 400));

        assertThat(createOf(image).status()).isEqualTo(200);
        assertThat(createOf(image, image).status()).isEqualTo(200);
        assertInvalid(createOf(), "image_urls");
        assertInvalid(createOf(image, image, image), "image_urls");
        service.ledger().assertGenerations(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void formatIsJpegOrPng(String format) throws Exception {
        assertThat(createOf(hosted(image(format, 400, 400))).status()).isEqualTo(200);
    }

    @Test
    void formatIsWebp() throws Exception {
        assertThat(createOf(hosted(Base64.getDecoder().decode(WEBP))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "bmp", "tiff"})
    void formatIsNothingElse(String format) throws Exception {
        assertInvalid(createOf(hosted(image(format, 400, 400))), "image_urls");
    }

    @ParameterizedTest
    @CsvSource({"300,300", "300,750", "6000,2400", "6000,6000", "2400,6000"})
    void dimensionsAreFrom300To6000(int width, int height) throws Exception {
        assertThat(createOf(hosted(image("jpeg", width, height))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"299,300", "300,299", "6001,6000", "6000,6001"})
    void dimensionsAreNothingElse(int width, int height) throws Exception {
        assertInvalid(createOf(hosted(image("jpeg", width, height))), "image_urls");
    }

    @ParameterizedTest
    @CsvSource({"400,1000", "1000,400", "1000,1000"})
    void ratioIsFromTwoFifthsToFiveHalves(int width, int height) throws Exception {
        assertThat(createOf(hosted(image("png", width, height))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"399,1000", "1000,399"})
    void ratioIsNothingElse(int width, int height) throws Exception {
        assertInvalid(createOf(hosted(image("png", width, height))), "image_urls");
    }

    @Test
    void sizeIsUpTo30Megabytes() throws Exception {
        byte[] image = image("png", 400, 400);

        assertThat(createOf(hosted(Arrays.copyOf(image, 30 * MEGABYTE))).status()).isEqualTo(200);
        assertInvalid(createOf(hosted(Arrays.copyOf(image, 30 * MEGABYTE + 1))), "image_urls");
    }

    @Test
    void requestBodyIsUpTo64Megabytes() throws Exception {
        byte[] request = request().toString().getBytes(StandardCharsets.UTF_8);
        byte[] largest = Arrays.copyOf(request, 64 * MEGABYTE);
        Arrays.fill(largest, request.length, largest.length, (byte) ' ');
        byte[] tooLarge = Arrays.copyOf(largest, largest.length + 1);
        tooLarge[largest.length] = ' ';

        assertThat(createOf(largest).status()).isEqualTo(200);
        Answer refused = createOf(tooLarge);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.text("/error/code")).isEqualTo("invalid_request");
    }

    private Answer createOf(byte[] body) throws Exception {
        return send(
                keyed(CREATE)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    @Test
    void urlsNeedNoAuthentication() throws Exception {
        host.createContext(
                "/private",
                exchange -> {
                    exchange.sendResponseHeaders(401, -1);
                    exchange.close();
                });
        String url = "http://127.0.0.1:" + host.getAddress().getPort() + "/private";

        assertInvalid(createOf(url), "image_urls");
    }

    @Test
    void urlsDoNotLeadToLoginPages() throws Exception {
        String login = hosted("<html>Sign in".getBytes(StandardCharsets.UTF_8));
        host.createContext(
                "/redirecting",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", login);
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        String url = "http://127.0.0.1:" + host.getAddress().getPort() + "/redirecting";

        assertInvalid(createOf(url), "image_urls");
    }

    @Test
    void realisticFacesAreRejected() throws Exception {
        service.faults().next(Phase.CREATE, Fault.refuse("content_policy_violation"));

        assertError(create(request().toString()), 400, "content_policy_violation");
        service.ledger().assertGenerations(0);
    }

    @Test
    void uploadedImagesMeetTheSameLimits() throws Exception {
        String small = Base64.getEncoder().encodeToString(image("png", 299, 299));
        Answer upload = post("/api/v1/files/upload/base64", "{\"base64_data\":\"" + small + "\"}");

        assertThat(upload.status()).isEqualTo(200);
        assertInvalid(createOf(upload.text("/data/file_url")), "image_urls");
    }
}
