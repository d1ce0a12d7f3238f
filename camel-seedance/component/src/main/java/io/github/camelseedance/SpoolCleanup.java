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

import io.github.camelseedance.media.SpooledVideo;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes a spool file when its exchange has ended, wherever that happens. */
final class SpoolCleanup extends SynchronizationAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolCleanup.class);

    private final SpooledVideo video;

    SpoolCleanup(SpooledVideo video) {
        this.video = video;
    }

    @Override
    public void onDone(Exchange exchange) {
        try {
            video.close();
        } catch (IOException e) {
            LOG.warn("The spool file {} could not be deleted; delete it by hand", video.path(), e);
        }
    }
}
