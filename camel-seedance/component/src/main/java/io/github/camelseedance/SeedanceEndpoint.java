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
import io.github.camelseedance.media.ImagePublisher;
import io.github.camelseedance.media.ServiceImagePublisher;
import io.github.camelseedance.tracking.TaskService;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;

/** Turn images and a prompt into videos with the Seedance 2.0 image-to-video API. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "seedance",
        title = "Seedance",
        syntax = "seedance:operation",
        category = {Category.AI, Category.CLOUD},
        headersClass = SeedanceConstants.class)
@Metadata(
        // repositoryScanInterval is the whole schedule.
        excludeProperties =
                "backoffErrorThreshold,backoffIdleThreshold,backoffMultiplier,delay,greedy,repeatCount,"
                        + "scheduler,schedulerProperties,timeUnit,useFixedDelay")
public class SeedanceEndpoint extends ScheduledPollEndpoint implements EndpointServiceLocation {
    @UriPath(
            description = "What the endpoint does.",
            enums = "submit,status,generate,await,upload,download,credits,completion")
    @Metadata(required = true)
    private final Operation operation;

    @UriParam private final SeedanceConfiguration configuration;

    private Account account;
    private CallbackSettings callbacks;

    public SeedanceEndpoint(
            String uri,
            SeedanceComponent component,
            Operation operation,
            SeedanceConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        OptionRanges.check(configuration);
        account = getComponent().account(configuration);
        callbacks =
                operation.options().contains("callbackBaseUrl")
                        ? CallbackOptions.of(
                                configuration,
                                account,
                                ClientSettingsFactory.trustedHosts(
                                        getComponent().getTrustedHosts()))
                        : null;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (callbacks != null) {
            getComponent().receive(account, callbacks);
        }
    }

    @Override
    public SeedanceComponent getComponent() {
        return (SeedanceComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return switch (operation) {
            case SUBMIT -> new SubmitProducer(this);
            case STATUS -> new StatusProducer(this);
            case GENERATE -> new GenerateProducer(this);
            case AWAIT -> new AwaitProducer(this);
            case UPLOAD -> new UploadProducer(this);
            case DOWNLOAD -> new DownloadProducer(this);
            case CREDITS -> new CreditsProducer(this);
            case COMPLETION ->
                    throw new UnsupportedOperationException(
                            "seedance:completion starts a route: use from(\"seedance:completion\")");
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!operation.isConsumer()) {
            throw new UnsupportedOperationException(
                    "seedance:"
                            + operation
                            + " is called by a route: use to(\"seedance:"
                            + operation
                            + "\"); only seedance:completion starts one");
        }
        setDelay(configuration.getRepositoryScanInterval());
        CompletionConsumer consumer = new CompletionConsumer(this, processor);
        configureConsumer(consumer);
        consumer.setMaxMessagesPerPoll(configuration.getMaxMessagesPerPoll());
        return consumer;
    }

    /** The account of this endpoint. */
    Account account() {
        return account;
    }

    /** How the tasks of this endpoint are called back; null when they are not. */
    CallbackSettings callbacks() {
        return callbacks;
    }

    /** Who publishes this endpoint's local images. */
    ImagePublisher imagePublisher() {
        return configuration.getImagePublisher() == null
                ? new ServiceImagePublisher(getComponent().runtime().client(), account())
                : configuration.getImagePublisher();
    }

    /** The tasks of this endpoint's task table. */
    TaskService tasks() {
        return getComponent().runtime().tasks(configuration);
    }

    /**
     * What a person can do about rows of this endpoint's task table, where that is not the
     * component's.
     *
     * @throws IllegalStateException when the component is not started
     */
    public TaskOperations getTaskOperations() {
        return new TaskOperations(tasks());
    }

    public Operation getOperation() {
        return operation;
    }

    public SeedanceConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public String getServiceUrl() {
        return configuration.getBaseUrl();
    }

    @Override
    public String getServiceProtocol() {
        return "rest";
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return Map.of("account", configuration.getAccount());
    }
}
