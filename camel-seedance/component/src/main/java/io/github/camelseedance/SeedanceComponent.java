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

import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.callback.CallbackSettings;
import io.github.camelseedance.management.TaskOperations;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.TaskRepository;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.OnCamelContextStopping;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.InetAddressUtil;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;

/** Makes image-to-video a step of a route. */
@Component("seedance")
public class SeedanceComponent extends HealthCheckComponent implements SSLContextParametersAware {
    /** Options with secrets whose names Camel does not know. */
    private static final String SECRETS = "callbackSecret,callbackPreviousSecret";

    private final TaskRepository memoryRepository = new MemoryTaskRepository();
    private final LifecycleStrategy stopping =
            LifecycleStrategySupport.adapt((OnCamelContextStopping) context -> stopping());
    private final SeedanceAccounts accounts = new SeedanceAccounts();
    private final Map<CallbackSettings, Set<Account>> callbacks = new ConcurrentHashMap<>();
    private volatile SeedanceRuntime runtime;
    private String node;

    @Metadata(description = "The options that endpoints share.")
    private SeedanceConfiguration configuration = new SeedanceConfiguration();

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "10s",
            description = "For opening a connection.")
    private long connectTimeout = 10000;

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "30s",
            description = "For the whole of one create call. After it the outcome is unknown.")
    private long createTimeout = 30000;

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "15s",
            description =
                    "For the whole of a status or credits call, and for each silence of a "
                            + "download.")
    private long readTimeout = 15000;

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "2m",
            description = "For the whole of one upload.")
    private long uploadTimeout = 120000;

    @Metadata(
            label = "advanced",
            defaultValue = "64",
            description = "The most connections to one host at once.")
    private int maxConnections = 64;

    @Metadata(
            label = "advanced",
            defaultValue = "false",
            description = "Whether HTTP/2 is negotiated over TLS.")
    private boolean http2 = false;

    @Metadata(
            label = "advanced",
            description =
                    "An HTTP client of your own; it is started when it is not, and never "
                            + "closed here. Its automatic retries and redirects must be off: they can "
                            + "pay twice and hand the key on.")
    private CloseableHttpAsyncClient httpClient;

    @Metadata(
            label = "security",
            description =
                    "Hosts, as host or host:port separated by commas, that may have private "
                            + "addresses, besides those of the base URLs. Videos are fetched from no "
                            + "other private address.")
    private String trustedHosts;

    @Metadata(
            label = "proxy",
            description =
                    "The host of a forward proxy. By default what is set on Camel's https "
                            + "component.")
    private String proxyHost;

    @Metadata(label = "proxy", description = "The port of the forward proxy.")
    private Integer proxyPort;

    @Metadata(
            label = "proxy,security",
            security = "secret",
            description = "The user at the forward proxy.")
    private String proxyUser;

    @Metadata(
            label = "proxy,security",
            security = "secret",
            description = "The password at the forward proxy.")
    private String proxyPassword;

    @Metadata(
            label = "proxy",
            description =
                    "Hosts that are reached without the proxy, in the form of Java's "
                            + "http.nonProxyHosts: separated by a vertical bar, an asterisk "
                            + "stands for anything.")
    private String nonProxyHosts;

    @Metadata(label = "security", description = "TLS settings.")
    private SSLContextParameters sslContextParameters;

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether the global TLS settings of the context are used.")
    private boolean useGlobalSslContextParameters = false;

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "5s",
            description =
                    "Between two reads of one task around its estimated end. Short tasks "
                            + "are read more often, others less.")
    private long statusInterval = 5000;

    @Metadata(
            label = "advanced",
            defaultValue = "40",
            description =
                    "The most status calls a second on one account; one call reads up to 50 "
                            + "tasks.")
    private int statusReadsPerSecond = 40;

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "24h",
            description = "After which a task that has not ended is called expired.")
    private long taskRetention = 86400000;

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "48h",
            description =
                    "How long an idempotency key is remembered after its task was delivered or its "
                            + "request refused. Until then the key joins that task; afterwards it "
                            + "is a new key, and paid for.")
    private long keyRetention = 172800000;

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "1m",
            description =
                    "How long a task stays with a process that gives no sign of life; then another "
                            + "one, or the same one started again, takes it over. A request that was "
                            + "being sent when its process died has an unknown outcome after "
                            + "createTimeout and this time.")
    private long leaseTime = 60000;

    @Metadata(
            label = "advanced",
            defaultValue = "10",
            description = "How many threads go on with the exchanges whose wait has ended.")
    private int workerPoolSize = 10;

    @Metadata(
            label = "advanced",
            description =
                    "A thread pool of your own on which exchanges go on when their wait has "
                            + "ended; never shut down here. When it is full it must reject, not "
                            + "run the exchange in its caller's thread.")
    private ExecutorService workerPool;

    @Metadata(
            label = "advanced",
            defaultValue = "4",
            description = "How many threads call the task table.")
    private int repositoryPoolSize = 4;

    public SeedanceComponent() {}

    public SeedanceComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        Operation operation = Operation.of(remaining);
        for (String option : new TreeSet<>(parameters.keySet())) {
            if (!operation.options().contains(option)) {
                throw new IllegalArgumentException(
                        "seedance:"
                                + operation
                                + " can not honour the option '"
                                + option
                                + "'; it takes "
                                + operation.options());
            }
        }
        SeedanceConfiguration options = configuration.copy();
        if (parameters.containsKey("dataSource") || parameters.containsKey("taskRepository")) {
            // The endpoint names its task table, in place of the one that the component names.
            options.setDataSource(null);
            options.setTaskRepository(null);
        }
        SeedanceEndpoint endpoint = new SeedanceEndpoint(uri, this, operation, options);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        maskSecrets(getCamelContext().getCamelContextExtension());
        node = NodeName.of(getCamelContext().getName(), InetAddressUtil.getLocalHostNameSafe());
        getCamelContext().addLifecycleStrategy(stopping);
    }

    /**
     * Camel masks options whose names it knows, as camel-main does when it tells its properties.
     */
    private static void maskSecrets(ExtendedCamelContext context) {
        String known = context.getAdditionalSensitiveKeywords();
        if (known == null || !known.contains(SECRETS)) {
            context.setAdditionalSensitiveKeywords(known == null ? SECRETS : known + "," + SECRETS);
        }
    }

    @Override
    protected void doShutdown() throws Exception {
        getCamelContext().getLifecycleStrategies().remove(stopping);
        super.doShutdown();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        OptionRanges.check(this);
        SeedanceRuntime starting = new SeedanceRuntime(this);
        accounts.forEach(starting::register);
        runtime = starting;
        for (CallbackSettings settings : callbacks.keySet()) {
            for (Account account : callbacks.get(settings)) {
                starting.receive(account, settings);
            }
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (runtime != null) {
            runtime.stop();
            runtime = null;
        }
        super.doStop();
    }

    private void stopping() {
        SeedanceRuntime running = runtime;
        if (running != null) {
            running.stopping();
        }
    }

    /** The account of an endpoint, known to this component from now on. */
    Account account(SeedanceConfiguration endpoint) {
        Account account = accounts.account(endpoint);
        SeedanceRuntime running = runtime;
        if (running != null) {
            running.register(account);
        }
        return account;
    }

    /** Receives callbacks for the tasks of an account, for as long as the component runs. */
    void receive(Account account, CallbackSettings settings) throws Exception {
        SeedanceRuntime running = runtime;
        if (running != null) {
            running.receive(account, settings);
        }
        // Not before: what could not be received must not fail the next start.
        callbacks.computeIfAbsent(settings, s -> ConcurrentHashMap.newKeySet()).add(account);
    }

    /** What is alive between start and stop. */
    SeedanceRuntime runtime() {
        SeedanceRuntime running = runtime;
        if (running == null) {
            throw new IllegalStateException("The component seedance is not started");
        }
        return running;
    }

    /**
     * What a person can do about rows of the component's task table: list them, have parked tasks
     * delivered again, settle unknown outcomes.
     *
     * @throws IllegalStateException when the component is not started
     */
    public TaskOperations getTaskOperations() {
        return new TaskOperations(runtime().tasks(configuration));
    }

    /** Names this process as the owner of rows; the same for as long as the component lives. */
    String node() {
        return node;
    }

    /** The task table of endpoints that name none; it outlives a restart of the context. */
    TaskRepository memoryRepository() {
        return memoryRepository;
    }

    /** TLS settings of the component's own, or the context's where that is wanted, or null. */
    SSLContextParameters effectiveSslContextParameters() {
        return sslContextParameters == null
                ? retrieveGlobalSslContextParameters()
                : sslContextParameters;
    }

    public SeedanceConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SeedanceConfiguration configuration) {
        this.configuration = configuration;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getCreateTimeout() {
        return createTimeout;
    }

    public void setCreateTimeout(long createTimeout) {
        this.createTimeout = createTimeout;
    }

    public long getReadTimeout() {
        return readTimeout;
    }

    public void setReadTimeout(long readTimeout) {
        this.readTimeout = readTimeout;
    }

    public long getUploadTimeout() {
        return uploadTimeout;
    }

    public void setUploadTimeout(long uploadTimeout) {
        this.uploadTimeout = uploadTimeout;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public boolean isHttp2() {
        return http2;
    }

    public void setHttp2(boolean http2) {
        this.http2 = http2;
    }

    public CloseableHttpAsyncClient getHttpClient() {
        return httpClient;
    }

    public void setHttpClient(CloseableHttpAsyncClient httpClient) {
        this.httpClient = httpClient;
    }

    public String getTrustedHosts() {
        return trustedHosts;
    }

    public void setTrustedHosts(String trustedHosts) {
        this.trustedHosts = trustedHosts;
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

    public String getProxyUser() {
        return proxyUser;
    }

    public void setProxyUser(String proxyUser) {
        this.proxyUser = proxyUser;
    }

    public String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public long getStatusInterval() {
        return statusInterval;
    }

    public void setStatusInterval(long statusInterval) {
        this.statusInterval = statusInterval;
    }

    public int getStatusReadsPerSecond() {
        return statusReadsPerSecond;
    }

    public void setStatusReadsPerSecond(int statusReadsPerSecond) {
        this.statusReadsPerSecond = statusReadsPerSecond;
    }

    public long getTaskRetention() {
        return taskRetention;
    }

    public void setTaskRetention(long taskRetention) {
        this.taskRetention = taskRetention;
    }

    public long getKeyRetention() {
        return keyRetention;
    }

    public void setKeyRetention(long keyRetention) {
        this.keyRetention = keyRetention;
    }

    public long getLeaseTime() {
        return leaseTime;
    }

    public void setLeaseTime(long leaseTime) {
        this.leaseTime = leaseTime;
    }

    public int getWorkerPoolSize() {
        return workerPoolSize;
    }

    public void setWorkerPoolSize(int workerPoolSize) {
        this.workerPoolSize = workerPoolSize;
    }

    public ExecutorService getWorkerPool() {
        return workerPool;
    }

    public void setWorkerPool(ExecutorService workerPool) {
        this.workerPool = workerPool;
    }

    public int getRepositoryPoolSize() {
        return repositoryPoolSize;
    }

    public void setRepositoryPoolSize(int repositoryPoolSize) {
        this.repositoryPoolSize = repositoryPoolSize;
    }
}
