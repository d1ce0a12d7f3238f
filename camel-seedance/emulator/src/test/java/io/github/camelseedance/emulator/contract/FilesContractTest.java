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
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done with uploaded files: slots, list, deletion, receipts. */
class FilesContractTest extends Contract {

    private static final String FILES = "/api/v1/files/";
    private static final String RECEIPTS = FILES + "upload-receipts/";
    private static final String UPLOAD_ID = "upload-0123456789_abc";

    @Override
    SeedanceEmulator.Builder options(SeedanceEmulator.Builder usual) {
        return super.options(usual).account("other", 1000, "sk-other");
    }

    private HttpRequest.Builder uploading() throws IOException {
        String data = Base64.getEncoder().encodeToString(image("png", 10, 10));
        return posting(FILES + "upload/base64", "{\"base64_data\":\"" + data + "\"}");
    }

    private JsonNode uploaded() throws Exception {
        Answer answer = send(uploading());
        assertThat(answer.status()).isEqualTo(200);
        return answer.at("/data");
    }

    private static JsonNode data(Answer answer) {
        assertThat(answer.status()).as(answer.shown()).isEqualTo(200);
        assertThat(answer.at("/success").booleanValue()).isTrue();
        assertThat(answer.at("/code").intValue()).isEqualTo(200);
        return answer.at("/data");
    }

    private static void assertRefused(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.at("/success").booleanValue()).isFalse();
        assertThat(answer.at("/code").intValue()).isEqualTo(status);
        assertThat(answer.text("/msg")).isNotBlank();
    }

    @Test
    void quotaFieldByField() throws Exception {
        uploaded();

        JsonNode quota = data(get(FILES + "quota"));

        assertThat(quota.get("user_group").textValue()).isEqualTo("default");
        assertThat(quota.get("used_files").intValue()).isEqualTo(1);
        assertThat(quota.get("max_files").intValue()).isEqualTo(2000);
        assertThat(quota.get("remain_files").intValue()).isEqualTo(1999);
        assertThat(quota.get("is_custom").booleanValue()).isFalse();
        assertThat(quota.get("quota_reason").isTextual()).isTrue();
    }

    @Test
    void uploadsFailWhenAllSlotsAreTaken() throws Exception {
        service.limits().uploadSlots(1);
        uploaded();

        Answer refused = send(uploading());

        assertThat(refused.at("/success").booleanValue()).isFalse();
        assertThat(refused.text("/msg")).isNotBlank();
        service.clock().advance(Duration.ofHours(72));
        assertThat(data(get(FILES + "quota")).get("remain_files").intValue()).isEqualTo(1);
        uploaded();
    }

    @Test
    void failureOnStatus200() throws Exception {
        service.faults().next(Phase.UPLOAD, Fault.successFalse());

        Answer answer = send(uploading());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/success").booleanValue()).isFalse();
        assertThat(answer.at("/code").isIntegralNumber()).isTrue();
        assertThat(answer.text("/msg")).isNotBlank();
    }

    @Test
    void listHasPages() throws Exception {
        String first = uploaded().get("file_id").textValue();
        String second = uploaded().get("file_id").textValue();
        JsonNode third = uploaded();

        JsonNode all = data(get(FILES + "list"));
        JsonNode page = data(get(FILES + "list?page=2&pageSize=2"));

        assertThat(all.get("total").intValue()).isEqualTo(3);
        assertThat(all.get("files").findValuesAsText("file_id"))
                .containsExactlyInAnyOrder(first, second, third.get("file_id").textValue());
        assertThat(all.get("files")).contains(third);
        assertThat(page.get("total").intValue()).isEqualTo(3);
        assertThat(page.get("files")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0", "page=x", "pageSize=0", "pageSize=101", "pageSize="})
    void listRefusesWhatIsNoPage(String query) throws Exception {
        assertRefused(get(FILES + "list?" + query), 400);
    }

    @Test
    void deletionFreesASlot() throws Exception {
        JsonNode file = uploaded();
        String id = file.get("file_id").textValue();

        assertThat(delete(FILES + id).at("/success").booleanValue()).isTrue();

        assertThat(send(to(file.get("file_url").textValue())).status()).isEqualTo(404);
        assertThat(data(get(FILES + "quota")).get("used_files").intValue()).isZero();
        assertThat(data(get(FILES + "list")).get("files")).isEmpty();
        assertRefused(delete(FILES + id), 404);
    }

    @Test
    void receiptOfAnUploadWhoseAnswerWasLost() throws Exception {
        service.faults().next(Phase.UPLOAD, Fault.loseAnswer());
        CompletableFuture<Void> lost =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                send(uploading().header("X-Evo-Upload-Id", UPLOAD_ID));
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertThat(lost).failsWithin(Duration.ofSeconds(10));

        JsonNode receipt = data(get(RECEIPTS + UPLOAD_ID));

        assertThat(receipt.get("upload_id").textValue()).isEqualTo(UPLOAD_ID);
        assertThat(receipt.get("state").textValue()).isEqualTo("done");
        assertThat(receipt.get("result_verified").booleanValue()).isTrue();
        assertThat(receipt.get("file")).isEqualTo(data(get(FILES + "list")).at("/files/0"));
        assertThat(send(to(receipt.at("/file/file_url").textValue())).status()).isEqualTo(200);
    }

    @Test
    void receiptOfAnUploadThatIsUnderWay() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        byte[] image = image("png", 10, 10);
        HttpServer slow =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService executor = Executors.newCachedThreadPool();
        slow.setExecutor(executor);
        slow.createContext(
                "/",
                exchange -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.sendResponseHeaders(200, image.length);
                    exchange.getResponseBody().write(image);
                    exchange.close();
                });
        slow.start();
        try {
            String url = "http://127.0.0.1:" + slow.getAddress().getPort() + "/a.png";
            CompletableFuture<Answer> upload =
                    CompletableFuture.supplyAsync(() -> upload(url), executor);
            await().until(() -> get(RECEIPTS + UPLOAD_ID).status() == 200);

            JsonNode receipt = data(get(RECEIPTS + UPLOAD_ID));
            release.countDown();
            upload.join();

            assertThat(receipt.get("upload_id").textValue()).isEqualTo(UPLOAD_ID);
            assertThat(receipt.get("state").textValue()).isEqualTo("outcome_unknown");
            assertThat(receipt.get("result_verified").booleanValue()).isFalse();
            assertThat(receipt.get("file").isNull()).isTrue();
            assertThat(data(get(RECEIPTS + UPLOAD_ID)).get("state").textValue()).isEqualTo("done");
        } finally {
            release.countDown();
            slow.stop(0);
            executor.shutdownNow();
        }
    }

    private Answer upload(String url) {
        try {
            return send(
                    posting(FILES + "upload/url", "{\"file_url\":\"" + url + "\"}")
                            .header("X-Evo-Upload-Id", UPLOAD_ID));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void receiptsAreTheAccountsOwn() throws Exception {
        send(uploading().header("X-Evo-Upload-Id", UPLOAD_ID));

        assertRefused(
                send(to(RECEIPTS + UPLOAD_ID).header("Authorization", "Bearer sk-other")), 404);
        assertRefused(get(RECEIPTS + "upload-of-nobody-at-all"), 404);
    }

    @Test
    void noReceiptOfARefusedUpload() throws Exception {
        Answer refused =
                send(
                        posting(FILES + "upload/base64", "{\"base64_data\":\"AAAA\"}")
                                .header("X-Evo-Upload-Id", UPLOAD_ID));

        assertRefused(refused, 400);
        assertRefused(get(RECEIPTS + UPLOAD_ID), 404);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 128})
    void uploadIdsHave16To128Characters(int length) throws Exception {
        String id = "u".repeat(length);

        assertThat(send(uploading().header("X-Evo-Upload-Id", id)).status()).isEqualTo(200);
        assertThat(data(get(RECEIPTS + id)).get("state").textValue()).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 129})
    void uploadIdsAreNothingElse(int length) throws Exception {
        assertRefused(send(uploading().header("X-Evo-Upload-Id", "u".repeat(length))), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quota", "list", "upload-receipts/" + UPLOAD_ID})
    void readsNeedTheKey(String path) throws Exception {
        assertRefused(send(to(FILES + path)), 401);
    }
}
