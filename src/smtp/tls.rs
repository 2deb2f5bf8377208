//! Certificate authorities that TLS trusts: those of this system, or those that the operator names.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

/// TLS for one relay. Its connections share the trust anchors and the session tickets.
pub(super) struct TlsSetup {
    pub connector: TlsConnector,
    pub name: ServerName<'static>,
}

impl TlsSetup {
    /// Trusts the authorities in the PEM file `ca` and no other; without one, those of the system.
    pub(super) fn prepare(host: &str, ca: Option<&Path>) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        match ca {
            None => {
                let found = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(found.certs);
            }
            Some(file) => trust(file, &mut roots).map_err(|why| {
                format!(
                    "mail.url names the certificate file {}, but {why}",
                    file.display()
                )
            })?,
        }
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name =
            ServerName::try_from(host.to_owned()).map_err(|_| format!("{host} is no host name"))?;
        Ok(Self {
            connector: TlsConnector::from(Arc::new(config)),
            name,
        })
    }
}

fn trust(file: &Path, roots: &mut RootCertStore) -> Result<(), String> {
    let certificates = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| format!("it cannot be read as PEM: {error}"))?;
    let (trusted, _) = roots.add_parsable_certificates(certificates);
    if trusted == 0 {
        return Err("no certificate stands in it".into());
    }
    Ok(())
}
