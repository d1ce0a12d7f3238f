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
package io.github.camelseedance.management;

import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.tracking.TrackingListener;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the context's event notifiers what happens to tasks. */
public final class SeedanceEvents implements TrackingListener {
    private static final Logger LOG = LoggerFactory.getLogger(SeedanceEvents.class);

    private final CamelContext context;

    public SeedanceEvents(CamelContext context) {
        this.context = context;
    }

    @Override
    public void submitted(String account, String key, String exchangeId, VideoTask task) {
        publish(new SeedanceEvent.Submitted(context, account, key, exchangeId, task));
    }

    @Override
    public void progress(String account, VideoTask task) {
        publish(new SeedanceEvent.Progress(context, account, task));
    }

    @Override
    public void ended(String account, VideoTask task) {
        publish(
                TaskStatus.EXPIRED.equals(task.status())
                        ? new SeedanceEvent.Expired(context, account, task)
                        : new SeedanceEvent.Ended(context, account, task));
    }

    @Override
    public void outcomeUnknown(String account, String key) {
        publish(new SeedanceEvent.OutcomeUnknown(context, account, key));
    }

    private void publish(CamelEvent event) {
        for (var notifier : context.getManagementStrategy().getEventNotifiers()) {
            try {
                if (!notifier.isDisabled() && notifier.isEnabled(event)) {
                    notifier.notify(event);
                }
            } catch (Throwable e) {
                // Even an error of foreign code must not end the tracking of a task.
                LOG.warn("An event notifier failed at {}", event, e);
            }
        }
    }
}
