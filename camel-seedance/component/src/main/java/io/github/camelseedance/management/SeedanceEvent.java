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

import io.github.camelseedance.api.VideoTask;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent.CamelContextEvent;

/**
 * Something that happened to a task. Notified on threads that must not be blocked; an {@code
 * EventNotifier} sees these with {@code instanceof}.
 */
public abstract class SeedanceEvent implements CamelContextEvent {
    private final CamelContext context;
    private final String account;
    private long timestamp;

    private SeedanceEvent(CamelContext context, String account) {
        this.context = context;
        this.account = account;
    }

    /** Label of the account. */
    public String getAccount() {
        return account;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public Object getSource() {
        return context;
    }

    @Override
    public CamelContext getContext() {
        return context;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    /** An event about a task that the service knows. */
    public abstract static class TaskEvent extends SeedanceEvent {
        private final VideoTask task;

        private TaskEvent(CamelContext context, String account, VideoTask task) {
            super(context, account);
            this.task = task;
        }

        /** The task as it is now. */
        public VideoTask getTask() {
            return task;
        }

        @Override
        public String toString() {
            return "Seedance" + getClass().getSimpleName() + "Event: " + task;
        }
    }

    /** The service has accepted a task. */
    public static final class Submitted extends TaskEvent {
        private final String idempotencyKey;
        private final String exchangeId;

        Submitted(
                CamelContext context,
                String account,
                String idempotencyKey,
                String exchangeId,
                VideoTask task) {
            super(context, account, task);
            this.idempotencyKey = idempotencyKey;
            this.exchangeId = exchangeId;
        }

        /** The key under which it was submitted. */
        public String getIdempotencyKey() {
            return idempotencyKey;
        }

        /**
         * The exchange that has asked for it: links what the other events tell about the task to
         * the message. An exchange that joins the task of a known key causes no such event.
         */
        public String getExchangeId() {
            return exchangeId;
        }
    }

    /** A read has shown another progress or status than the one before. */
    public static final class Progress extends TaskEvent {
        Progress(CamelContext context, String account, VideoTask task) {
            super(context, account, task);
        }
    }

    /** A task has ended: completed, failed, cancelled or lost. */
    public static final class Ended extends TaskEvent {
        Ended(CamelContext context, String account, VideoTask task) {
            super(context, account, task);
        }
    }

    /** A task did not end within {@code taskRetention}. */
    public static final class Expired extends TaskEvent {
        Expired(CamelContext context, String account, VideoTask task) {
            super(context, account, task);
        }
    }

    /** It is not known whether the service has accepted a request. */
    public static final class OutcomeUnknown extends SeedanceEvent {
        private final String idempotencyKey;

        OutcomeUnknown(CamelContext context, String account, String idempotencyKey) {
            super(context, account);
            this.idempotencyKey = idempotencyKey;
        }

        /** The key under which it was sent. */
        public String getIdempotencyKey() {
            return idempotencyKey;
        }

        @Override
        public String toString() {
            return "SeedanceOutcomeUnknownEvent: " + idempotencyKey;
        }
    }
}
