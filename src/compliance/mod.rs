//! What the law of the readers asks for and what was done. The rules themselves stand where they act: the options in
//! `config::compliance`, the consent in `subscribers::advertising`, the nights in `delivery::night`, the requests in `personal_data`.

pub mod http;
