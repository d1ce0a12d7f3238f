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
package io.github.camelseedance.springboot;

import io.github.camelseedance.AmbiguousSubmit;
import io.github.camelseedance.SeedanceConfiguration;
import io.github.camelseedance.api.Validation;
import io.github.camelseedance.media.ImagePublisher;
import io.github.camelseedance.repository.TaskRepository;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The options of the component as Spring Boot properties, one for one and with the same defaults; a
 * test holds them together. Durations are written as {@code 30m} or {@code 500ms}, a mere number is
 * milliseconds; beans as {@code #name}. Only what the application has set is handed on.
 *
 * <p>Secrets belong in placeholders of Camel, as {@code {{env:SEEDANCE_API_KEY}}}: Spring's own are
 * resolved before Camel looks, which then warns of a plain-text secret, and in its profile {@code
 * prod} refuses to start.
 *
 * <p>Spring Boot's processor leaves out a property that is a {@code DataSource}: what editors show
 * of it is written down in {@code additional-spring-configuration-metadata.json}.
 */
@ConfigurationProperties("camel.component.seedance")
public class SeedanceComponentConfiguration extends ComponentConfigurationPropertiesCommon {
    /**
     * Names the account that the key belongs to, in logs and in the task table. Endpoints with
     * different keys need different names.
     */
    private String account = "default";

    /**
     * Where the API is. On a loopback host (the emulator) its own addresses may be private and
     * plain http.
     */
    private String baseUrl = "https://api.evolink.ai";

    /**
     * The options that endpoints share. The option is a
     * io.github.camelseedance.SeedanceConfiguration type.
     */
    private SeedanceConfiguration configuration;

    /**
     * The database of the task table, so that keys and tasks outlive the process: H2 in a file for
     * one process, PostgreSQL for many. Given as #bean; none is looked up by its type. The table
     * SEEDANCE_TASK is made where it is missing. Not together with taskRepository. The option is a
     * javax.sql.DataSource type.
     */
    private DataSource dataSource;

    /**
     * Where local images are uploaded to. By default https://files-api.evolink.ai, or baseUrl when
     * that is set to something else.
     */
    private String filesBaseUrl;

    /**
     * Which completion consumers get the end of a task that no exchange waits for. Consumers of one
     * group compete.
     */
    private String group = "default";

    /**
     * Allows for bridging the consumer to the Camel routing Error Handler, which mean any
     * exceptions (if possible) occurred while the Camel consumer is trying to pickup incoming
     * messages, or the likes, will now be processed as a message and handled by the routing Error
     * Handler. Important: This is only possible if the 3rd party component allows Camel to be
     * alerted if an exception was thrown. Some components handle this internally only, and
     * therefore bridgeErrorHandler is not possible. In other situations we may improve the Camel
     * component to hook into the 3rd party component and make this possible for future releases. By
     * default the consumer will use the org.apache.camel.spi.ExceptionHandler to deal with
     * exceptions, that will be logged at WARN or ERROR level and ignored.
     */
    private Boolean bridgeErrorHandler = false;

    /**
     * How often a task is delivered again after its route has failed. After that it is parked in
     * the task table.
     */
    private Integer maximumRedeliveries = 5;

    /** How many exchanges of one consumer may be under way at once. */
    private Integer maxInFlight = 16;

    /** How many ended tasks are claimed at once; 0 for no limit but maxInFlight. */
    private Integer maxMessagesPerPoll = 0;

    /** Before a task is delivered again. */
    private Duration redeliveryDelay = Duration.ofSeconds(10);

    /**
     * How often the task table is looked through for tasks of other nodes. What ends in this
     * process is delivered at once.
     */
    private Duration repositoryScanInterval = Duration.ofSeconds(5);

    /**
     * What happens when a request was sent and its answer was lost: fail throws
     * SeedanceOutcomeUnknownException, and nothing is sent again under the key; retry sends the
     * same bytes under the same key, up to 23 hours after the first time, and relies on the service
     * to answer with the first task.
     */
    private AmbiguousSubmit ambiguousSubmit = AmbiguousSubmit.FAIL;

    /** 16:9, 9:16, 1:1, 4:3, 3:4, 21:9, or adaptive to follow the first image. */
    private String aspectRatio = "16:9";

    /** Length of the video in seconds, 4 to 15. */
    private Integer duration = 5;

    /** Whether synchronized audio is generated. */
    private Boolean generateAudio = true;

    /**
     * A Simple expression for the idempotency key, where the header CamelSeedanceIdempotencyKey is
     * not set. By default the key is derived from the source of the message, the place in the route
     * and the request.
     */
    private String idempotencyKey;

    /**
     * Whether the producer should be started lazy (on the first message). By starting lazy you can
     * use this to allow CamelContext and routes to startup in situations where a producer may
     * otherwise fail during starting and cause the route to fail being started. By deferring this
     * startup to be lazy then the startup failure can be handled during routing messages via
     * Camel's routing error handlers. Beware that when the first message is processed then creating
     * and starting the producer may take a little time and prolong the total processing time of the
     * processing.
     */
    private Boolean lazyStartProducer = false;

    /** The largest video, in bytes, that is downloaded. */
    private Long maxDownloadSize = 1073741824L;

    /**
     * The model: seedance-2.0-image-to-video, seedance-2.0-fast-image-to-video or
     * seedance-2.0-mini-image-to-video.
     */
    private String model = "seedance-2.0-image-to-video";

    /** What shall move, and how, where neither body nor header says it. */
    private String prompt;

    /** The resolution: 480p or 720p. */
    private String quality = "720p";

    /**
     * Where videos are kept until their exchange has ended. By default the JVM's temporary folder.
     */
    private String spoolDirectory;

    /** Bounds the pauses and repetitions of a request that was provably not accepted. */
    private Duration submitTimeout = Duration.ofMinutes(2);

    /** Whether the end of a submitted task is delivered to completion consumers. */
    private Boolean track = true;

    /**
     * How requests are validated before they are paid for: strict refuses every breach, warn logs
     * breaches of the limits that the service documents and lets the service decide, off checks
     * only what no request can be without.
     */
    private Validation validation = Validation.STRICT;

    /** How long generate and await wait. The task lives on afterwards. */
    private Duration waitTimeout = Duration.ofMinutes(30);

    /**
     * An https URL of your own that the service calls when the task has ended, in place of
     * callbackBaseUrl. Nothing is received there by this component.
     */
    private String callbackUrl;

    /** Whether the service's own content filter is on. Not sent unless it is set. */
    private Boolean contentFilter = false;

    /**
     * Publishes local images. By default the service's own file upload, where they live for 72
     * hours. The option is a io.github.camelseedance.media.ImagePublisher type.
     */
    private ImagePublisher imagePublisher;

    /**
     * Whether autowiring is enabled. This is used for automatic autowiring options (the option must
     * be marked as autowired) by looking up in the registry to find if there is a single instance
     * of matching type, which then gets configured on the component. This can be used for automatic
     * configuring JDBC data sources, JMS connection factories, AWS Clients, etc.
     */
    private Boolean autowiredEnabled = true;

    /** For opening a connection. */
    private Duration connectTimeout = Duration.ofSeconds(10);

    /** For the whole of one create call. After it the outcome is unknown. */
    private Duration createTimeout = Duration.ofSeconds(30);

    /** Whether HTTP/2 is negotiated over TLS. */
    private Boolean http2 = false;

    /**
     * An HTTP client of your own; it is started when it is not, and never closed here. Its
     * automatic retries and redirects must be off: they can pay twice and hand the key on. The
     * option is a org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient type.
     */
    private CloseableHttpAsyncClient httpClient;

    /**
     * How long an idempotency key is remembered after its task was delivered or its request
     * refused. Until then the key joins that task; afterwards it is a new key, and paid for.
     */
    private Duration keyRetention = Duration.ofHours(48);

    /**
     * How long a task stays with a process that gives no sign of life; then another one, or the
     * same one started again, takes it over. A request that was being sent when its process died
     * has an unknown outcome after createTimeout and this time.
     */
    private Duration leaseTime = Duration.ofMinutes(1);

    /** The most connections to one host at once. */
    private Integer maxConnections = 64;

    /** For the whole of a status or credits call, and for each silence of a download. */
    private Duration readTimeout = Duration.ofSeconds(15);

    /** How many threads call the task table. */
    private Integer repositoryPoolSize = 4;

    /**
     * Between two reads of one task around its estimated end. Short tasks are read more often,
     * others less.
     */
    private Duration statusInterval = Duration.ofSeconds(5);

    /** The most status calls a second on one account; one call reads up to 50 tasks. */
    private Integer statusReadsPerSecond = 40;

    /**
     * A task table of your own. By default one in memory, which is gone with the process; see
     * dataSource for one that stays. The option is a
     * io.github.camelseedance.repository.TaskRepository type.
     */
    private TaskRepository taskRepository;

    /** After which a task that has not ended is called expired. */
    private Duration taskRetention = Duration.ofHours(24);

    /** For the whole of one upload. */
    private Duration uploadTimeout = Duration.ofMinutes(2);

    /**
     * A thread pool of your own on which exchanges go on when their wait has ended; never shut down
     * here. When it is full it must reject, not run the exchange in its caller's thread. The option
     * is a java.util.concurrent.ExecutorService type.
     */
    private ExecutorService workerPool;

    /** How many threads go on with the exchanges whose wait has ended. */
    private Integer workerPoolSize = 10;

    /**
     * The public https address in front of callbackPath, by which the service reaches this
     * application; it may have a path of its own. Where it is set, each request asks the service to
     * call back when its task has ended, and the component receives these calls on any node.
     */
    private String callbackBaseUrl;

    /** The path at which callbacks are received, below that of the HTTP server's component. */
    private String callbackPath = "/seedance/callback";

    /**
     * The component by whose HTTP server callbacks are received, such as servlet, jetty or
     * platform-http. By default the only one there is.
     */
    private String httpServerComponent;

    /** Used for enabling or disabling all consumer based health checks from this component */
    private Boolean healthCheckConsumerEnabled = true;

    /**
     * Used for enabling or disabling all producer based health checks from this component. Notice:
     * Camel has by default disabled all producer based health-checks. You can turn on producer
     * checks globally by setting camel.health.producersEnabled=true.
     */
    private Boolean healthCheckProducerEnabled = true;

    /**
     * Hosts that are reached without the proxy, in the form of Java's http.nonProxyHosts: separated
     * by a vertical bar, an asterisk stands for anything.
     */
    private String nonProxyHosts;

    /** The host of a forward proxy. By default what is set on Camel's https component. */
    private String proxyHost;

    /** The port of the forward proxy. */
    private Integer proxyPort;

    /** The API key. Use a property placeholder rather than plain text. */
    private String apiKey;

    /**
     * The secret before the present one, of which callbacks are still received while it is being
     * rotated.
     */
    private String callbackPreviousSecret;

    /**
     * Makes callback URLs that nobody can guess: at least 32 characters, the same on all nodes.
     * Required where callbackBaseUrl is set.
     */
    private String callbackSecret;

    /** The password at the forward proxy. */
    private String proxyPassword;

    /** The user at the forward proxy. */
    private String proxyUser;

    /** TLS settings. The option is a org.apache.camel.support.jsse.SSLContextParameters type. */
    private SSLContextParameters sslContextParameters;

    /**
     * Hosts, as host or host:port separated by commas, that may have private addresses, besides
     * those of the base URLs. Videos are fetched from no other private address.
     */
    private String trustedHosts;

    /** Whether the global TLS settings of the context are used. */
    private Boolean useGlobalSslContextParameters = false;

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

    public SeedanceConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SeedanceConfiguration configuration) {
        this.configuration = configuration;
    }

    public DataSource getDataSource() {
        return dataSource;
    }

    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public String getFilesBaseUrl() {
        return filesBaseUrl;
    }

    public void setFilesBaseUrl(String filesBaseUrl) {
        this.filesBaseUrl = filesBaseUrl;
    }

    public String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public Boolean getBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(Boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public Integer getMaximumRedeliveries() {
        return maximumRedeliveries;
    }

    public void setMaximumRedeliveries(Integer maximumRedeliveries) {
        this.maximumRedeliveries = maximumRedeliveries;
    }

    public Integer getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(Integer maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public Integer getMaxMessagesPerPoll() {
        return maxMessagesPerPoll;
    }

    public void setMaxMessagesPerPoll(Integer maxMessagesPerPoll) {
        this.maxMessagesPerPoll = maxMessagesPerPoll;
    }

    public Duration getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(Duration redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public Duration getRepositoryScanInterval() {
        return repositoryScanInterval;
    }

    public void setRepositoryScanInterval(Duration repositoryScanInterval) {
        this.repositoryScanInterval = repositoryScanInterval;
    }

    public AmbiguousSubmit getAmbiguousSubmit() {
        return ambiguousSubmit;
    }

    public void setAmbiguousSubmit(AmbiguousSubmit ambiguousSubmit) {
        this.ambiguousSubmit = ambiguousSubmit;
    }

    public String getAspectRatio() {
        return aspectRatio;
    }

    public void setAspectRatio(String aspectRatio) {
        this.aspectRatio = aspectRatio;
    }

    public Integer getDuration() {
        return duration;
    }

    public void setDuration(Integer duration) {
        this.duration = duration;
    }

    public Boolean getGenerateAudio() {
        return generateAudio;
    }

    public void setGenerateAudio(Boolean generateAudio) {
        this.generateAudio = generateAudio;
    }

    public String getIdempotencyKey() {
        return idempotencyKey;
    }

    public void setIdempotencyKey(String idempotencyKey) {
        this.idempotencyKey = idempotencyKey;
    }

    public Boolean getLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(Boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }

    public Long getMaxDownloadSize() {
        return maxDownloadSize;
    }

    public void setMaxDownloadSize(Long maxDownloadSize) {
        this.maxDownloadSize = maxDownloadSize;
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

    public String getQuality() {
        return quality;
    }

    public void setQuality(String quality) {
        this.quality = quality;
    }

    public String getSpoolDirectory() {
        return spoolDirectory;
    }

    public void setSpoolDirectory(String spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    public Duration getSubmitTimeout() {
        return submitTimeout;
    }

    public void setSubmitTimeout(Duration submitTimeout) {
        this.submitTimeout = submitTimeout;
    }

    public Boolean getTrack() {
        return track;
    }

    public void setTrack(Boolean track) {
        this.track = track;
    }

    public Validation getValidation() {
        return validation;
    }

    public void setValidation(Validation validation) {
        this.validation = validation;
    }

    public Duration getWaitTimeout() {
        return waitTimeout;
    }

    public void setWaitTimeout(Duration waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public String getCallbackUrl() {
        return callbackUrl;
    }

    public void setCallbackUrl(String callbackUrl) {
        this.callbackUrl = callbackUrl;
    }

    public Boolean getContentFilter() {
        return contentFilter;
    }

    public void setContentFilter(Boolean contentFilter) {
        this.contentFilter = contentFilter;
    }

    public ImagePublisher getImagePublisher() {
        return imagePublisher;
    }

    public void setImagePublisher(ImagePublisher imagePublisher) {
        this.imagePublisher = imagePublisher;
    }

    public Boolean getAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(Boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getCreateTimeout() {
        return createTimeout;
    }

    public void setCreateTimeout(Duration createTimeout) {
        this.createTimeout = createTimeout;
    }

    public Boolean getHttp2() {
        return http2;
    }

    public void setHttp2(Boolean http2) {
        this.http2 = http2;
    }

    public CloseableHttpAsyncClient getHttpClient() {
        return httpClient;
    }

    public void setHttpClient(CloseableHttpAsyncClient httpClient) {
        this.httpClient = httpClient;
    }

    public Duration getKeyRetention() {
        return keyRetention;
    }

    public void setKeyRetention(Duration keyRetention) {
        this.keyRetention = keyRetention;
    }

    public Duration getLeaseTime() {
        return leaseTime;
    }

    public void setLeaseTime(Duration leaseTime) {
        this.leaseTime = leaseTime;
    }

    public Integer getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(Integer maxConnections) {
        this.maxConnections = maxConnections;
    }

    public Duration getReadTimeout() {
        return readTimeout;
    }

    public void setReadTimeout(Duration readTimeout) {
        this.readTimeout = readTimeout;
    }

    public Integer getRepositoryPoolSize() {
        return repositoryPoolSize;
    }

    public void setRepositoryPoolSize(Integer repositoryPoolSize) {
        this.repositoryPoolSize = repositoryPoolSize;
    }

    public Duration getStatusInterval() {
        return statusInterval;
    }

    public void setStatusInterval(Duration statusInterval) {
        this.statusInterval = statusInterval;
    }

    public Integer getStatusReadsPerSecond() {
        return statusReadsPerSecond;
    }

    public void setStatusReadsPerSecond(Integer statusReadsPerSecond) {
        this.statusReadsPerSecond = statusReadsPerSecond;
    }

    public TaskRepository getTaskRepository() {
        return taskRepository;
    }

    public void setTaskRepository(TaskRepository taskRepository) {
        this.taskRepository = taskRepository;
    }

    public Duration getTaskRetention() {
        return taskRetention;
    }

    public void setTaskRetention(Duration taskRetention) {
        this.taskRetention = taskRetention;
    }

    public Duration getUploadTimeout() {
        return uploadTimeout;
    }

    public void setUploadTimeout(Duration uploadTimeout) {
        this.uploadTimeout = uploadTimeout;
    }

    public ExecutorService getWorkerPool() {
        return workerPool;
    }

    public void setWorkerPool(ExecutorService workerPool) {
        this.workerPool = workerPool;
    }

    public Integer getWorkerPoolSize() {
        return workerPoolSize;
    }

    public void setWorkerPoolSize(Integer workerPoolSize) {
        this.workerPoolSize = workerPoolSize;
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

    public String getHttpServerComponent() {
        return httpServerComponent;
    }

    public void setHttpServerComponent(String httpServerComponent) {
        this.httpServerComponent = httpServerComponent;
    }

    public Boolean getHealthCheckConsumerEnabled() {
        return healthCheckConsumerEnabled;
    }

    public void setHealthCheckConsumerEnabled(Boolean healthCheckConsumerEnabled) {
        this.healthCheckConsumerEnabled = healthCheckConsumerEnabled;
    }

    public Boolean getHealthCheckProducerEnabled() {
        return healthCheckProducerEnabled;
    }

    public void setHealthCheckProducerEnabled(Boolean healthCheckProducerEnabled) {
        this.healthCheckProducerEnabled = healthCheckProducerEnabled;
    }

    public String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getCallbackPreviousSecret() {
        return callbackPreviousSecret;
    }

    public void setCallbackPreviousSecret(String callbackPreviousSecret) {
        this.callbackPreviousSecret = callbackPreviousSecret;
    }

    public String getCallbackSecret() {
        return callbackSecret;
    }

    public void setCallbackSecret(String callbackSecret) {
        this.callbackSecret = callbackSecret;
    }

    public String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public String getProxyUser() {
        return proxyUser;
    }

    public void setProxyUser(String proxyUser) {
        this.proxyUser = proxyUser;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getTrustedHosts() {
        return trustedHosts;
    }

    public void setTrustedHosts(String trustedHosts) {
        this.trustedHosts = trustedHosts;
    }

    public Boolean getUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    public void setUseGlobalSslContextParameters(Boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
