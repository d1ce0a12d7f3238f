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
package io.github.camelseedance.tracking;

import io.github.camelseedance.api.VideoTask;

/** Hears what happens to tasks. Called on threads of the tracker, where nothing may block. */
public interface TrackingListener {

    /** The service has accepted a task, which the exchange of that id has asked for. */
    void submitted(String account, String key, String exchangeId, VideoTask task);

    /** A read has shown another progress or status than the one before. */
    void progress(String account, VideoTask task);

    /** A task has ended: completed, failed, cancelled, lost or expired. */
    void ended(String account, VideoTask task);

    /** It is not known whether the service has accepted a request. */
    void outcomeUnknown(String account, String key);
}
