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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.api.Credits;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.api.http.JsonCalls.Call;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.io.CloseMode;

/** The service's HTTP API on HttpClient 5's asynchronous client. */
public final class HttpSeedanceClient implements SeedanceClient {
    private static final String JSON = "application/json";

    /** How long {@link #close()} lets calls in flight end by themselves. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

    private final CloseableHttpAsyncClient client;
    private final boolean owned;
    private final ClientSettings settings;
    private final ObjectMapper mapper;
    private final HttpCalls calls;
    private final JsonCalls json;
    private final CreateClassifier classifier;

    /**
     * @param client running
     * @param owned whether {@link #close()} closes the client
     * @param timer ends calls at their deadlines: one short task for each call in flight, mostly
     *     cancelled, so it should remove cancelled tasks at once; not closed here
     */
    public HttpSeedanceClient(
            CloseableHttpAsyncClient client,
            boolean owned,
            ClientSettings settings,
            ObjectMapper mapper,
            ScheduledExecutorService timer) {
        this.client = client;
        this.owned = owned;
        this.settings = settings;
        this.mapper = mapper;
        this.calls = new HttpCalls(client, timer);
        ErrorReader errors = new ErrorReader(mapper, Clock.systemUTC());
        this.json = new JsonCalls(calls, mapper, errors);
        this.classifier = new CreateClassifier(mapper, errors);
    }

    @Override
    public CompletableFuture<CreateOutcome> create(
            Account account, byte[] json, String idempotencyKey) {
        HttpRequest request = request("POST", account, account.baseUrl(), "/v1/videos/generations");
        request.setHeader("Idempotency-Key", idempotencyKey);
        OnceBody body = new OnceBody(json, JSON);
        return calls.send(request, body, "createTimeout", settings.createTimeout())
                .handle(
                        (answer, failure) ->
                                classifier.outcome(
                                        account,
                                        idempotencyKey,
                                        answer,
                                        failure,
                                        body.closeUnasked()));
    }

    @Override
    public CompletableFuture<VideoTask> read(Account account, String taskId) {
        if (!TaskIds.isWellFormed(taskId)) {
            return CompletableFuture.failedFuture(malformed(taskId));
        }
        String path = "/v1/tasks/" + URLEncoder.encode(taskId, StandardCharsets.UTF_8);
        return json.send(
                new Call("Reading a task", account, account.baseUrl(), taskId, "readTimeout"),
                request("GET", account, account.baseUrl(), path),
                null,
                settings.readTimeout(),
                body -> {
                    VideoTask task = TaskReader.read(body);
                    return task != null && task.id().equals(taskId) ? task : null;
                });
    }

    @Override
    public CompletableFuture<List<VideoTask>> readBatch(Account account, List<String> taskIds) {
        if (taskIds.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (taskIds.size() > BATCH_LIMIT) {
            return CompletableFuture.failedFuture(tooMany(taskIds.size()));
        }
        for (String taskId : taskIds) {
            if (!TaskIds.isWellFormed(taskId)) {
                return CompletableFuture.failedFuture(malformed(taskId));
            }
        }
        JsonNode ids = mapper.createObjectNode().set("task_ids", mapper.valueToTree(taskIds));
        return json.send(
                new Call("Reading tasks", account, account.baseUrl(), null, "readTimeout"),
                request("POST", account, account.baseUrl(), "/v1/tasks/batch"),
                new OnceBody(ids.toString().getBytes(StandardCharsets.UTF_8), JSON),
                settings.readTimeout(),
                body -> tasks(body.path("data"), new HashSet<>(taskIds)));
    }

    @Override
    public CompletableFuture<Credits> credits(Account account) {
        return json.send(
                new Call("Reading the credits", account, account.baseUrl(), null, "readTimeout"),
                request("GET", account, account.baseUrl(), "/v1/credits"),
                null,
                settings.readTimeout(),
                body -> credits(body.path("data")));
    }

    @Override
    public CompletableFuture<String> upload(Account account, Upload upload) {
        URI base = account.filesBaseUrl();
        return json.send(
                new Call("Uploading an image", account, base, null, "uploadTimeout"),
                request("POST", account, base, "/api/v1/files/upload/stream"),
                Multipart.of(upload),
                settings.uploadTimeout(),
                body -> publicUrl(Json.text(body.path("data").path("file_url"))));
    }

    @Override
    public void close() {
        calls.close(LAST_ANSWERS);
        if (owned) {
            client.close(CloseMode.IMMEDIATE);
        }
    }

    /** Every request goes to one of the account's own base URLs, with its key. */
    private static HttpRequest request(String method, Account account, URI base, String path) {
        HttpRequest request = new BasicHttpRequest(method, URI.create(base + path));
        request.setHeader(
                new SecretHeader(HttpHeaders.AUTHORIZATION, "Bearer " + account.apiKey()));
        request.setHeader(HttpHeaders.ACCEPT, JSON);
        request.setHeader(HttpHeaders.USER_AGENT, UserAgent.VALUE);
        return request;
    }

    private static List<VideoTask> tasks(JsonNode data, Set<String> asked) {
        if (!data.isArray()) {
            return null;
        }
        List<VideoTask> tasks = new ArrayList<>();
        for (JsonNode item : data) {
            VideoTask task = TaskReader.read(item);
            if (task != null && asked.remove(task.id())) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    private static Credits credits(JsonNode data) {
        if (!data.isObject()) {
            return null;
        }
        JsonNode user = data.path("user");
        JsonNode key = data.path("token");
        JsonNode unlimited = key.path("unlimited_credits");
        return new Credits(
                Json.number(user.path("remaining_credits")),
                Json.number(user.path("used_credits")),
                Json.number(key.path("remaining_credits")),
                Json.number(key.path("used_credits")),
                unlimited.isBoolean() ? unlimited.asBoolean() : null);
    }

    private static SeedanceException malformed(String taskId) {
        return new SeedanceInvalidRequestException(
                List.of(
                        Violation.shape(
                                "task_id",
                                taskId,
                                "a task id has the form "
                                        + TaskIds.PATTERN
                                        + ": give the id that the submit answered")));
    }

    private static SeedanceException tooMany(int count) {
        return new SeedanceInvalidRequestException(
                List.of(
                        Violation.limit(
                                "task_ids",
                                count,
                                "one call takes up to " + BATCH_LIMIT + " ids: split them")));
    }

    /** The link goes into a request, so it must be one; null where it is not. */
    private static String publicUrl(String url) {
        try {
            String scheme = url == null ? null : new URI(url).getScheme();
            return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme) ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
