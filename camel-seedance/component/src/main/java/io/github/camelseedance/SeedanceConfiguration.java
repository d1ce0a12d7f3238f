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

import io.github.camelseedance.api.Validation;
import io.github.camelseedance.media.ImagePublisher;
import io.github.camelseedance.repository.TaskRepository;
import javax.sql.DataSource;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options that component and endpoint share; the endpoint's win. */
@UriParams
public class SeedanceConfiguration implements Cloneable {
    @UriParam(
            label = "security",
            security = "secret",
            description = "The API key. Use a property placeholder rather than plain text.")
    private String apiKey;

    @UriParam(
            label = "common",
            defaultValue = "default",
            description =
                    "Names the account that the key belongs to, in logs and in the task "
                            + "table. Endpoints with different keys need different names.")
    private String account = "default";

    @UriParam(
            label = "common",
            defaultValue = "https://api.evolink.ai",
            description =
                    "Where the API is. On a loopback host (the emulator) its own addresses "
                            + "may be private and plain http.")
    private String baseUrl = "https://api.evolink.ai";

    @UriParam(
            label = "common",
            description =
                    "Where local images are uploaded to. By default "
                            + "https://files-api.evolink.ai, or baseUrl when that is set to something "
                            + "else.")
    private String filesBaseUrl;

    @UriParam(
            label = "advanced",
            description =
                    "A task table of your own. By default one in memory, which is gone with the "
                            + "process; see dataSource for one that stays.")
    private TaskRepository taskRepository;

    @UriParam(
            label = "common",
            description =
                    "The database of the task table, so that keys and tasks outlive the process: "
                            + "H2 in a file for one process, PostgreSQL for many. Given as #bean; "
                            + "none is looked up by its type. The table SEEDANCE_TASK is made "
                            + "where it is missing. Not together with taskRepository.")
    private DataSource dataSource;

    @UriParam(
            label = "producer",
            defaultValue = "seedance-2.0-image-to-video",
            description =
                    "The model: seedance-2.0-image-to-video, "
                            + "seedance-2.0-fast-image-to-video or seedance-2.0-mini-image-to-video.")
    private String model = "seedance-2.0-image-to-video";

    @UriParam(
            label = "producer",
            description = "What shall move, and how, where neither body nor header says it.")
    private String prompt;

    @UriParam(
            label = "producer",
            defaultValue = "5",
            description = "Length of the video in seconds, 4 to 15.")
    private int duration = 5;

    @UriParam(
            label = "producer",
            defaultValue = "720p",
            description = "The resolution: 480p or 720p.")
    private String quality = "720p";

    @UriParam(
            label = "producer",
            defaultValue = "16:9",
            description =
                    "16:9, 9:16, 1:1, 4:3, 3:4, 21:9, or adaptive to follow the first " + "image.")
    private String aspectRatio = "16:9";

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Whether synchronized audio is generated.")
    private boolean generateAudio = true;

    @UriParam(
            label = "producer,advanced",
            description =
                    "Whether the service's own content filter is on. Not sent unless it is "
                            + "set.")
    private Boolean contentFilter;

    @UriParam(
            label = "producer,advanced",
            description =
                    "An https URL of your own that the service calls when the task has "
                            + "ended, in place of callbackBaseUrl. Nothing is received there by "
                            + "this component.")
    private String callbackUrl;

    @UriParam(
            label = "callback",
            description =
                    "The public https address in front of callbackPath, by which the service reaches "
                            + "this application; it may have a path of its own. Where it is set, each "
                            + "request asks the service to call back when its task has ended, and the "
                            + "component receives these calls on any node.")
    private String callbackBaseUrl;

    @UriParam(
            label = "callback",
            defaultValue = "/seedance/callback",
            description =
                    "The path at which callbacks are received, below that of the HTTP server's "
                            + "component.")
    private String callbackPath = "/seedance/callback";

    @UriParam(
            label = "callback,security",
            security = "secret",
            description =
                    "Makes callback URLs that nobody can guess: at least 32 characters, the same on "
                            + "all nodes. Required where callbackBaseUrl is set.")
    private String callbackSecret;

    @UriParam(
            label = "callback,security",
            security = "secret",
            description =
                    "The secret before the present one, of which callbacks are still received while "
                            + "it is being rotated.")
    private String callbackPreviousSecret;

    @UriParam(
            label = "callback",
            description =
                    "The component by whose HTTP server callbacks are received, such as servlet, "
                            + "jetty or platform-http. By default the only one there is.")
    private String httpServerComponent;

    @UriParam(
            label = "producer",
            defaultValue = "strict",
            enums = "strict,warn,off",
            description =
                    "How requests are validated before they are paid for: strict refuses "
                            + "every breach, warn logs breaches of the limits that the service "
                            + "documents and lets the service decide, off checks only what no request "
                            + "can be without.")
    private Validation validation = Validation.STRICT;

    @UriParam(
            label = "producer",
            description =
                    "A Simple expression for the idempotency key, where the header "
                            + "CamelSeedanceIdempotencyKey is not set. By default the key is derived "
                            + "from the source of the message, the place in the route and the "
                            + "request.")
    private String idempotencyKey;

    @UriParam(
            label = "producer",
            defaultValue = "fail",
            enums = "fail,retry",
            description =
                    "What happens when a request was sent and its answer was lost: fail throws "
                            + "SeedanceOutcomeUnknownException, and nothing is sent again under the "
                            + "key; retry sends the same bytes under the same key, up to 23 hours "
                            + "after the first time, and relies on the service to answer with the "
                            + "first task.")
    private AmbiguousSubmit ambiguousSubmit = AmbiguousSubmit.FAIL;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "2m",
            description =
                    "Bounds the pauses and repetitions of a request that was provably not "
                            + "accepted.")
    private long submitTimeout = 120000;

    @UriParam(
            label = "producer,advanced",
            description =
                    "Publishes local images. By default the service's own file upload, "
                            + "where they live for 72 hours.")
    private ImagePublisher imagePublisher;

    @UriParam(
            label = "common",
            defaultValue = "default",
            description =
                    "Which completion consumers get the end of a task that no exchange "
                            + "waits for. Consumers of one group compete.")
    private String group = "default";

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description =
                    "Whether the end of a submitted task is delivered to completion "
                            + "consumers.")
    private boolean track = true;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "30m",
            description = "How long generate and await wait. The task lives on afterwards.")
    private long waitTimeout = 1800000;

    @UriParam(
            label = "producer",
            defaultValue = "1073741824",
            description = "The largest video, in bytes, that is downloaded.")
    private long maxDownloadSize = 1073741824;

    @UriParam(
            label = "producer",
            description =
                    "Where videos are kept until their exchange has ended. By default the "
                            + "JVM's temporary folder.")
    private String spoolDirectory;

    @UriParam(
            label = "consumer",
            defaultValue = "16",
            description = "How many exchanges of one consumer may be under way at once.")
    private int maxInFlight = 16;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description =
                    "How many ended tasks are claimed at once; 0 for no limit but "
                            + "maxInFlight.")
    private int maxMessagesPerPoll = 0;

    @UriParam(
            label = "consumer",
            defaultValue = "5",
            description =
                    "How often a task is delivered again after its route has failed. After "
                            + "that it is parked in the task table.")
    private int maximumRedeliveries = 5;

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            defaultValue = "10s",
            description = "Before a task is delivered again.")
    private long redeliveryDelay = 10000;

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            defaultValue = "5s",
            description =
                    "How often the task table is looked through for tasks of other nodes. "
                            + "What ends in this process is delivered at once.")
    private long repositoryScanInterval = 5000;

    /** A copy for an endpoint to change. */
    public SeedanceConfiguration copy() {
        try {
            return (SeedanceConfiguration) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getAccount() {
        return account;
    }

    public void setAccount(String account) {
        this.account = account;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public String getFilesBaseUrl() {
        return filesBaseUrl;
    }

    public void setFilesBaseUrl(String filesBaseUrl) {
        this.filesBaseUrl = filesBaseUrl;
    }

    public TaskRepository getTaskRepository() {
        return taskRepository;
    }

    public void setTaskRepository(TaskRepository taskRepository) {
        this.taskRepository = taskRepository;
    }

    public DataSource getDataSource() {
        return dataSource;
    }

    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public String getPrompt() {
        return prompt;
    }

    public void setPrompt(String prompt) {
        this.prompt = prompt;
    }

    public int getDuration() {
        return duration;
    }

    public void setDuration(int duration) {
        this.duration = duration;
    }

    public String getQuality() {
        return quality;
    }

    public void setQuality(String quality) {
        this.quality = quality;
    }

    public String getAspectRatio() {
        return aspectRatio;
    }

    public void setAspectRatio(String aspectRatio) {
        this.aspectRatio = aspectRatio;
    }

    public boolean isGenerateAudio() {
        return generateAudio;
    }

    public void setGenerateAudio(boolean generateAudio) {
        this.generateAudio = generateAudio;
    }

    public Boolean getContentFilter() {
        return contentFilter;
    }

    public void setContentFilter(Boolean contentFilter) {
        this.contentFilter = contentFilter;
    }

    public String getCallbackUrl() {
        return callbackUrl;
    }

    public void setCallbackUrl(String callbackUrl) {
        this.callbackUrl = callbackUrl;
    }

    public String getCallbackBaseUrl() {
        return callbackBaseUrl;
    }

    public void setCallbackBaseUrl(String callbackBaseUrl) {
        this.callbackBaseUrl = callbackBaseUrl;
    }

    public String getCallbackPath() {
        return callbackPath;
    }

    public void setCallbackPath(String callbackPath) {
        this.callbackPath = callbackPath;
    }

    public String getCallbackSecret() {
        return callbackSecret;
    }

    public void setCallbackSecret(String callbackSecret) {
        this.callbackSecret = callbackSecret;
    }

    public String getCallbackPreviousSecret() {
        return callbackPreviousSecret;
    }

    public void setCallbackPreviousSecret(String callbackPreviousSecret) {
        this.callbackPreviousSecret = callbackPreviousSecret;
    }

    public String getHttpServerComponent() {
        return httpServerComponent;
    }

    public void setHttpServerComponent(String httpServerComponent) {
        this.httpServerComponent = httpServerComponent;
    }

    public Validation getValidation() {
        return validation;
    }

    public void setValidation(Validation validation) {
        this.validation = validation;
    }

    public String getIdempotencyKey() {
        return idempotencyKey;
    }

    public void setIdempotencyKey(String idempotencyKey) {
        this.idempotencyKey = idempotencyKey;
    }

    public AmbiguousSubmit getAmbiguousSubmit() {
        return ambiguousSubmit;
    }

    public void setAmbiguousSubmit(AmbiguousSubmit ambiguousSubmit) {
        this.ambiguousSubmit = ambiguousSubmit;
    }

    public long getSubmitTimeout() {
        return submitTimeout;
    }

    public void setSubmitTimeout(long submitTimeout) {
        this.submitTimeout = submitTimeout;
    }

    public ImagePublisher getImagePublisher() {
        return imagePublisher;
    }

    public void setImagePublisher(ImagePublisher imagePublisher) {
        this.imagePublisher = imagePublisher;
    }

    public String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public boolean isTrack() {
        return track;
    }

    public void setTrack(boolean track) {
        this.track = track;
    }

    public long getWaitTimeout() {
        return waitTimeout;
    }

    public void setWaitTimeout(long waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public long getMaxDownloadSize() {
        return maxDownloadSize;
    }

    public void setMaxDownloadSize(long maxDownloadSize) {
        this.maxDownloadSize = maxDownloadSize;
    }

    public String getSpoolDirectory() {
        return spoolDirectory;
    }

    public void setSpoolDirectory(String spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public int getMaxMessagesPerPoll() {
        return maxMessagesPerPoll;
    }

    public void setMaxMessagesPerPoll(int maxMessagesPerPoll) {
        this.maxMessagesPerPoll = maxMessagesPerPoll;
    }

    public int getMaximumRedeliveries() {
        return maximumRedeliveries;
    }

    public void setMaximumRedeliveries(int maximumRedeliveries) {
        this.maximumRedeliveries = maximumRedeliveries;
    }

    public long getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(long redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public long getRepositoryScanInterval() {
        return repositoryScanInterval;
    }

    public void setRepositoryScanInterval(long repositoryScanInterval) {
        this.repositoryScanInterval = repositoryScanInterval;
    }
}
